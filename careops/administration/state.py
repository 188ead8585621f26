"""The team's screen and one's own; every handler looks the person up again, and the actions decide."""

from typing import Any

import reflex as rx
from pydantic import ValidationError

from careops.accounts import actions as accounts
from careops.accounts import queries as people
from careops.accounts.schemas import InvitationIn, MemberIn, PasswordIn
from careops.administration import queries
from careops.administration.schemas import DeviceLine, TeamRow
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, first_problems
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say


class Team(rx.State):
    """Who belongs to the business, and what they may do."""

    team: TeamRow = TeamRow()
    loaded: bool = False
    inviting: bool = False
    errors: dict[str, str] = {}

    @rx.event
    @requires(Permission.team)
    async def load(self, actor: Actor) -> None:
        """Shows the team."""
        await self._show(actor)

    async def _show(self, actor: Actor) -> None:
        self.team, self.loaded = await look(actor, queries.team), True

    @rx.event
    @requires(Permission.team)
    async def start(self, actor: Actor) -> None:
        """Opens the form for somebody new."""
        self.inviting, self.errors = True, {}

    @rx.event
    @requires()
    async def cancel(self, actor: Actor) -> None:
        """Closes the form; nobody was asked."""
        self.inviting = False

    @rx.event
    @requires(Permission.team)
    async def invite(self, actor: Actor, form: dict[str, Any]) -> None:
        """Mails a link to join; what was typed stays while something is wrong."""
        try:
            said = InvitationIn.model_validate({"email": form.get("email", ""), "role": form.get("role", "staff")})
        except ValidationError as problem:
            self.errors = {p.field: p.message for p in first_problems(problem)}
            return
        await perform(actor, accounts.invite, email=said.email, role=said.role)
        self.inviting = False
        await say(self, _("An invitation is on its way to {email}", email=said.email))
        await self._show(actor)

    @rx.event
    @requires(Permission.team)
    async def revoke(self, actor: Actor, id: str) -> None:
        """Takes an invitation back."""
        await perform(actor, accounts.revoke, invitation_id=read_id(id))
        await self._show(actor)

    @rx.event
    @requires(Permission.team)
    async def set_role(self, actor: Actor, id: str, role: str) -> None:
        """Gives a member another role, with its usual permissions."""
        said = _member_in(role=role)
        await perform(actor, accounts.change_member, member_id=read_id(id), role=said.role, usual=True)
        await self._show(actor)

    @rx.event
    @requires(Permission.team)
    async def set_permission(self, actor: Actor, id: str, permission: str, on: bool) -> None:
        """Gives a member one permission, or takes it away."""
        member = await look(actor, people.member, member_id=read_id(id))
        wanted = (
            {p.value for p in member.permissions} | {str(permission)} if on else {p.value for p in member.permissions} - {str(permission)}
        )
        said = _member_in(permissions=sorted(wanted))
        await perform(actor, accounts.change_member, member_id=member.id, permissions=said.permissions)
        await self._show(actor)

    @rx.event
    @requires(Permission.team)
    async def set_active(self, actor: Actor, id: str, active: bool) -> None:
        """Lets a member in again, or not any more."""
        await perform(actor, accounts.edit_member, member_id=read_id(id), active=bool(active))
        await self._show(actor)


def _member_in(**said: Any) -> MemberIn:
    try:
        return MemberIn.model_validate(said)
    except ValidationError as problem:
        raise Invalid(problems=first_problems(problem)) from None


class Own(rx.State):
    """One's own way in: password and devices."""

    devices: list[DeviceLine] = []
    loaded: bool = False
    errors: dict[str, str] = {}
    form_key: int = 0

    @rx.event
    @requires()
    async def load(self, actor: Actor) -> None:
        """Shows one's own devices."""
        await self._show(actor)

    async def _show(self, actor: Actor) -> None:
        self.devices, self.loaded = await look(actor, queries.devices), True

    @rx.event
    @requires()
    async def change_password(self, actor: Actor, form: dict[str, Any]) -> None:
        """Replaces one's password, knowing the present one; every other device is signed out."""
        try:
            said = PasswordIn.model_validate({name: form.get(name, "") for name in PasswordIn.model_fields})
            proof, kept = await look(
                actor, people.chosen_by, current=said.current, password=said.password, address=self.router.session.client_ip
            )
        except ValidationError as problem:
            self.errors = {p.field: p.message for p in first_problems(problem)}
            return
        except Invalid as refusal:
            self.errors = {p.field: p.message for p in refusal.problems}
            return
        await perform(actor, accounts.change_password, proof=proof, password_hash=kept)
        self.errors, self.form_key = {}, self.form_key + 1
        await say(self, _("Your password is changed; every other device is signed out"))
        await self._show(actor)

    @rx.event
    @requires()
    async def end(self, actor: Actor, id: str) -> None:
        """Signs one device out."""
        await perform(actor, accounts.end_sign_in, sign_in_id=read_id(id))
        await self._show(actor)

    @rx.event
    @requires()
    async def end_others(self, actor: Actor) -> None:
        """Signs every other device out."""
        await perform(actor, accounts.end_others)
        await self._show(actor)
