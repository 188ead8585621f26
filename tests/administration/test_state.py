"""The team's screen and one's own, called the way a browser calls them: as themselves, as staff, as nobody."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from careops.accounts import queries as people
from careops.accounts.models import Invitation, User
from careops.administration.state import Own, Team
from careops.core import db
from careops.core.actor import Actor, Permission, Role
from careops.frame.state import Frame
from tests import cast

Tab = Callable[..., Any]


async def said(root: Any) -> list[str]:
    return [notice.text for notice in (await root.get_state(Frame)).notices]


def invited() -> list[str]:
    with db.reading() as session, db.everywhere(session):
        return list(session.exec(select(Invitation.email)))


async def test_an_owner_builds_the_team(tab: Tab, ana: Actor, ben: Actor) -> None:
    root = tab(cast.entered(cast.ANA).token)
    team = await root.get_state(Team)
    await team.load()
    assert [(m.name, m.role, m.fixed) for m in team.team.members] == [("Ana Alves", "owner", True), ("Ben Okafor", "staff", False)]
    assert [len(line.cells) for line in team.team.matrix] == [2] * len(Permission)
    await team.invite({"email": "not an address", "role": "staff"})
    assert "email" in team.errors
    await team.invite({"email": "new@example.com", "role": "manager"})
    assert ([i.email for i in team.team.invitations], await said(root)) == (
        ["new@example.com"],
        ["An invitation is on its way to new@example.com"],
    )
    await team.revoke(team.team.invitations[0].id)
    assert team.team.invitations == []


async def test_a_permission_is_switched_and_holds_at_once(tab: Tab, ana: Actor, ben: Actor) -> None:
    root = tab(cast.entered(cast.ANA).token)
    team = await root.get_state(Team)
    device = cast.entered(cast.BEN)
    await team.set_permission(str(ben.member_id), "reports", True)
    assert cast.actor_of(device).can(Permission.reports)
    await team.set_permission(str(ben.member_id), "inbox", False)
    assert not cast.actor_of(device).can(Permission.inbox)
    await team.set_role(str(ben.member_id), "manager")
    assert (cast.actor_of(device).role, cast.actor_of(device).can(Permission.inbox)) == (Role.manager, True)
    await team.set_active(str(ben.member_id), False)
    with db.reading() as session:
        assert people.actor_for_token(session, token=device.token) is None


async def test_staff_strangers_and_nobody_change_nothing(tab: Tab, ana: Actor, ben: Actor, stranger: Actor) -> None:
    for token in (cast.entered(cast.BEN).token, cast.entered(cast.SAM).token, ""):
        root = tab(token)
        team = await root.get_state(Team)
        if token and (await own_role(token)) is Role.owner:
            await team.set_role(str(ben.member_id), "owner")
            await team.set_active(str(ana.member_id), False)
            assert await said(root) == ["Not found", "Not found"]
            continue
        await team.invite({"email": "friend@example.com", "role": "owner"})
        await team.set_role(str(ben.member_id), "owner")
        assert (team.loaded, team.team.members) == (False, [])
    assert invited() == [cast.BEN]
    assert cast.actor_of(cast.entered(cast.BEN)).role is Role.staff


async def own_role(token: str) -> Role | None:
    with db.reading() as session:
        found = people.actor_for_token(session, token=token)
    return found.role if found else None


@pytest.mark.parametrize("bad", [("x", "owner"), ("", ""), ("\0", "owner"), ({"a": 1}, ["owner"]), (None, None)])
async def test_whatever_the_socket_sends_is_a_refusal(tab: Tab, ana: Actor, bad: tuple[Any, Any]) -> None:
    root = tab(cast.entered(cast.ANA).token)
    team = await root.get_state(Team)
    await team.set_role(*bad)
    await team.set_permission(bad[0], bad[1], True)
    await team.set_active(bad[0], True)
    assert len(await said(root)) == 3


async def test_a_person_changes_their_password_and_ends_their_devices(tab: Tab, ana: Actor) -> None:
    here, there = cast.entered(cast.ANA), cast.entered(cast.ANA)
    root = tab(here.token)
    own = await root.get_state(Own)
    await own.load()
    assert [d.current for d in own.devices].count(True) == 1
    await own.change_password({"current": "not it", "password": "quite another one 7"})
    assert set(own.errors) == {"current"}
    await own.change_password({"current": cast.PASSWORD, "password": "password1234"})
    assert set(own.errors) == {"password"}
    await own.change_password({"current": cast.PASSWORD, "password": "quite another one 7"})
    assert (own.errors, len(own.devices)) == ({}, 1)
    with db.reading() as session:
        assert people.actor_for_token(session, token=there.token) is None
        assert session.exec(select(User.password_hash).where(User.email == cast.ANA)).one() != cast.password_hash()
