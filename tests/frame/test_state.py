"""The door of every handler: who may come in, what a stranger gets, what is left for the next person in the tab."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import reflex as rx
from sqlmodel import Session, select

from careops.accounts.models import Door, Member, SignIn, User, Workspace
from careops.core import crypto, db
from careops.core.actor import Actor, Permission, Role
from careops.core.clock import now
from careops.core.errors import Conflict
from careops.frame import state as frame_state
from careops.frame.state import Frame, actor_of, every_state, requires, say

pytestmark = pytest.mark.usefixtures("database")
Tab = Callable[[str], Any]


class Taken(Conflict):
    code, says = "taken", "That time was just taken"


class Desk(rx.State):
    """A screen of the tests' own."""

    draft: str = ""
    done: str = ""

    @rx.event
    @requires(Permission.team)
    async def invite(self, actor: Actor, name: str) -> None:
        self.done = f"{actor.name} invites {name}"

    @rx.event
    @requires()
    def write(self, actor: Actor, text: str) -> None:
        self.draft = text

    @rx.event
    @requires()
    async def book(self, actor: Actor) -> None:
        raise Taken

    @rx.event
    @requires()
    async def steps(self, actor: Actor):
        self.draft = "first"
        yield
        self.draft = "second"
        yield


def person(db_: Session, name: str, workspace: UUID, role: Role) -> str:
    """Somebody signed in at a workspace; their cookie's token."""
    moment, token = now(), crypto.new_token()
    email = f"{name.lower()}@demo.example"
    user = User(email=email, email_key=email, name=name, password_hash="-", created_at=moment)
    db_.add(user)
    db_.flush()
    db_.add(Member(workspace_id=workspace, user_id=user.id, role=role, created_at=moment))
    db_.add(
        SignIn(
            user_id=user.id,
            workspace_id=workspace,
            door=Door.app,
            token_hash=crypto.token_hash(token),
            created_at=moment,
            used_at=moment,
            expires_at=moment + timedelta(days=1),
        )
    )
    db_.flush()
    return token


@pytest.fixture
def tokens() -> dict[str, str]:
    """Ana owns Lumen, Ben works there, a stranger owns another business."""
    with db.transaction() as session, db.everywhere(session):
        lumen = Workspace(slug="lumen", name="Lumen Studio", created_at=now())
        other = Workspace(slug="north", name="North Barber", created_at=now())
        session.add_all([lumen, other])
        session.flush()
        return {
            "ana": person(session, "Ana", lumen.id, Role.owner),
            "ben": person(session, "Ben", lumen.id, Role.staff),
            "stranger": person(session, "Sam", other.id, Role.owner),
        }


async def notices(desk: rx.State) -> list[str]:
    return [notice.text for notice in (await desk.get_state(Frame)).notices]


async def test_a_member_with_the_permission_comes_in(tab: Tab, tokens: dict[str, str]) -> None:
    desk = await tab(tokens["ana"]).get_state(Desk)
    await desk.invite("Elif")
    assert desk.done == "Ana invites Elif"


async def test_a_member_without_the_permission_is_told_and_nothing_happens(tab: Tab, tokens: dict[str, str]) -> None:
    desk = await tab(tokens["ben"]).get_state(Desk)
    await desk.invite("Elif")
    assert desk.done == ""
    assert await notices(desk) == ["You may not do this"]


@pytest.mark.parametrize("token", ["", "made-up", "\0", "ü" * 300])
async def test_a_stranger_is_sent_to_the_sign_in(tab: Tab, tokens: dict[str, str], token: str) -> None:
    desk = await tab(token).get_state(Desk)
    answer = await desk.write("mine")
    assert desk.draft == ""
    assert "/login" in str(answer.args)


async def test_an_ended_sign_in_is_an_end_at_once(tab: Tab, tokens: dict[str, str]) -> None:
    desk = await tab(tokens["ana"]).get_state(Desk)
    await desk.write("before")
    with db.transaction() as session, db.everywhere(session):
        for sign_in in session.exec(select(SignIn)).all():
            sign_in.ended_at = now()
    await desk.write("after")
    assert desk.draft == "before"


async def test_a_refusal_becomes_a_notice(tab: Tab, tokens: dict[str, str]) -> None:
    desk = await tab(tokens["ana"]).get_state(Desk)
    await desk.book()
    assert await notices(desk) == ["That time was just taken"]


async def test_a_handler_may_answer_in_steps(tab: Tab, tokens: dict[str, str]) -> None:
    desk = await tab(tokens["ana"]).get_state(Desk)
    assert [desk.draft async for _step in desk.steps()] == ["first", "second"]


def test_the_actor_can_not_be_sent_by_a_browser() -> None:
    for name in ("invite", "write", "book", "steps"):
        assert "actor" not in Desk.event_handlers[name].fn.__annotations__


async def test_the_frame_shows_who_is_here_and_what_waits(tab: Tab, tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(frame_state.counters, "inbox", lambda _db, _actor: 4)
    frame = await tab(tokens["ana"]).get_state(Frame)
    assert await frame.guard() is None
    assert (frame.shown.name, frame.shown.initials, frame.shown.workspace_name) == ("Ana", "A", "Lumen Studio")
    assert frame.shown.counts["inbox"] == 4
    assert Permission.team in frame.shown.allowed
    assert [workspace.name for workspace in frame.shown.workspaces] == ["Lumen Studio"]


async def test_the_next_person_in_the_tab_finds_it_empty(tab: Tab, tokens: dict[str, str]) -> None:
    root = tab(tokens["ana"])
    frame, desk = await root.get_state(Frame), await root.get_state(Desk)
    await frame.guard()
    await desk.write("Ana’s secret draft")
    root.rx_router_headers = tab(tokens["stranger"]).rx_router_headers
    await frame.guard()
    assert desk.draft == ""
    assert frame.shown.workspace_name == "North Barber"


async def test_a_notice_is_told_once_and_only_the_last_few_are_kept(tab: Tab, tokens: dict[str, str]) -> None:
    desk = await tab(tokens["ana"]).get_state(Desk)
    for number in range(7):
        await say(desk, str(number))
    assert await notices(desk) == ["2", "3", "4", "5", "6"]
    frame = await desk.get_state(Frame)
    frame.told(frame.notices[0].id)
    assert await notices(desk) == ["3", "4", "5", "6"]


async def test_undo_calls_the_handler_that_was_named_and_only_once(tab: Tab, tokens: dict[str, str]) -> None:
    desk = await tab(tokens["ana"]).get_state(Desk)
    await say(desk, "Closed", undo=(Desk.write, "back"))
    frame = await desk.get_state(Frame)
    notice = frame.notices[0].id
    again = await frame.undo(notice)
    assert again.handler.fn.__name__ == "write"
    assert "back" in str(again.args)
    assert await frame.undo(notice) is None


def test_every_handler_of_the_frame_says_who_may_call_it() -> None:
    open_to_all = {name for name, handler in Frame.event_handlers.items() if not getattr(handler.fn, "_requires", None)}
    assert open_to_all - {"setvar"} == {"guard", "told", "failed"}


def test_every_state_is_found() -> None:
    assert {rx.State, Frame, Desk} <= set(every_state())


async def test_a_token_names_its_actor(tokens: dict[str, str]) -> None:
    actor = await actor_of(tokens["ben"])
    assert actor is not None
    assert (actor.name, actor.role) == ("Ben", Role.staff)
    assert await actor_of("") is None
