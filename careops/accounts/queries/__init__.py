"""Reading accounts: who somebody is, who belongs to a workspace, what a mailed link leads to."""

from careops.accounts.queries.entering import chosen_by, proven
from careops.accounts.queries.identity import actor_for_access, actor_for_token, me, person_for_token, sign_ins
from careops.accounts.queries.letters import mail_link, open_invitation, open_token
from careops.accounts.queries.team import invitations, member, members
from careops.accounts.queries.workspaces import all_workspaces, only_workspace, open_workspaces, workspace, workspace_by_slug, workspaces_of

__all__ = [
    "actor_for_access",
    "actor_for_token",
    "all_workspaces",
    "chosen_by",
    "invitations",
    "mail_link",
    "me",
    "member",
    "members",
    "only_workspace",
    "open_invitation",
    "open_token",
    "open_workspaces",
    "person_for_token",
    "proven",
    "sign_ins",
    "workspace",
    "workspace_by_slug",
    "workspaces_of",
]
