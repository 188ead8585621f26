"""What people do with accounts: register, come in and go, choose passwords, found workspaces, build a team."""

from careops.accounts.actions.cleaning import clean_up
from careops.accounts.actions.links import ask_verification, verify
from careops.accounts.actions.passwords import ask_reset, change_password, reset_password
from careops.accounts.actions.people import edit_me, register
from careops.accounts.actions.replies import keep_reply, stored_reply
from careops.accounts.actions.signing_in import end_others, end_sign_in, rotate, sign_in, sign_in_api, sign_out, stay, switch
from careops.accounts.actions.team import (
    accept,
    change_member,
    deactivate,
    edit_member,
    invite,
    join,
    reactivate,
    revoke,
    sign_in_and_accept,
)
from careops.accounts.actions.workspaces import create_workspace, rename, set_status

__all__ = [
    "accept",
    "ask_reset",
    "ask_verification",
    "change_member",
    "change_password",
    "clean_up",
    "create_workspace",
    "deactivate",
    "edit_me",
    "edit_member",
    "end_others",
    "end_sign_in",
    "invite",
    "join",
    "keep_reply",
    "reactivate",
    "register",
    "rename",
    "reset_password",
    "revoke",
    "rotate",
    "set_status",
    "sign_in",
    "sign_in_and_accept",
    "sign_in_api",
    "sign_out",
    "stay",
    "stored_reply",
    "switch",
    "verify",
]
