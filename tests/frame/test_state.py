"""The door of every handler: who may come in, what a stranger gets, what is left for the next person in the tab."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import reflex as rx
from sqlmodel import Session, select

from careops.accounts.models import Door, Member, SignIn, User, Workspace
from careops.core import crypto, db, live
from careops.core.actor import Actor, Permission, Role
from careops.core.clock import now
from careops.core.errors import Conflict
from careops.frame import state as frame_state
from careops.frame.state import Frame, actor_of, every_state, requires, say, while_here
from tests.screens import until

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
    def place(self, actor: Actor, row: int, form: dict[str, str], note: str = "", on: bool = False) -> None:
        self.done = f"{row!r} {form!r} {note!r} {on!r}"

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


@pytest.mark.parametrize(
    ("sent", "done"),
    [
        ({"row": 3, "form": {"a": "b"}}, "3 {'a': 'b'} '' False"),
        ({"row": 3.0, "form": {}, "note": None}, "3 {} '' False"),
        ({"row": 3, "form": {}, "note": 7}, "3 {} '7' False"),
        ({"row": 3, "form": {}, "on": True}, "3 {} '' True"),
        ({"row": 3, "form": {}, "on": 1}, ""),
        ({"row": 3, "form": {}, "on": "false"}, ""),
        ({"row": 3, "form": {}, "on": None}, ""),
        ({"row": True, "form": {}}, ""),
        ({"row": "3", "form": {}}, ""),
        ({"row": 3.5, "form": {}}, ""),
        ({"row": None, "form": {}}, ""),
        ({"row": float("inf"), "form": {}}, ""),
        ({"row": 3, "form": "form"}, ""),
        ({"row": 3, "form": [1]}, ""),
        ({"row": 3, "form": {}, "note": {"a": 1}}, ""),
        ({"row": 3}, ""),
        ({"row": 3, "form": {}, "actor": "somebody"}, ""),
        ({"row": 3, "form": {}, "note": "x" * 200_001}, ""),
        ({"row": 3, "form": {"a": ["x" * 150_000, {"b": "x" * 60_000}]}}, ""),
        ({"row": 3, "form": {"a": [0] * 200_000}}, ""),
    ],
)
async def test_what_a_handler_was_not_made_for_is_not_understood(tab: Tab, tokens: dict[str, str], sent: dict[str, Any], done: str) -> None:
    desk = await tab(tokens["ana"]).get_state(Desk)
    await desk.place(**sent)
    assert desk.done == done
    assert await notices(desk) == ([] if done else ["This could not be understood. Nothing was changed."])


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


async def test_a_page_says_what_it_needs_and_the_frame_what_one_may(tab: Tab, tokens: dict[str, str]) -> None:
    for who, may in (("ana", True), ("ben", False)):
        frame = await tab(tokens[who]).get_state(Frame)
        await frame.guard(Permission.team.value)
        assert (frame.needs, frame.needs in frame.shown.allowed) == (Permission.team, may)
        await (await frame.get_state(Desk)).invite("Zoe")
        assert await notices(frame) == []  # the page says so itself
        await frame.guard()
        assert frame.needs == ""


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


# ── what a page keeps true ───────────────────────────────


async def drawn(desk: rx.State, actor: Actor, seen: list[str], permission: Permission | None = None) -> None:
    async for member in while_here(desk, actor, permission, patience=5):
        seen.append(f"{member.name} {member.role}")


def listeners(actor: Actor) -> int:
    return len(live._subs.get(f"ws:{actor.workspace_id}", ()))  # pyright: ignore[reportPrivateUsage]


async def test_a_page_is_drawn_at_once_and_with_all_news_until_the_sign_in_ends(tab: Tab, tokens: dict[str, str]) -> None:
    actor, seen = await actor_of(tokens["ana"]), list[str]()
    assert actor is not None
    page = asyncio.create_task(drawn(await tab(tokens["ana"]).get_state(Desk), actor, seen))
    await until(lambda: len(seen) == 1)
    live.publish(f"ws:{actor.workspace_id}")
    await until(lambda: len(seen) == 2)
    with db.transaction() as session, db.everywhere(session):
        for sign_in in session.exec(select(SignIn).where(SignIn.user_id == actor.user_id)).all():
            sign_in.ended_at = now()
    live.publish(f"ws:{actor.workspace_id}")
    await asyncio.wait_for(page, 5)
    assert (seen, listeners(actor)) == (["Ana owner", "Ana owner"], 0)


async def test_a_page_ends_for_somebody_who_may_no_longer_see_it(tab: Tab, tokens: dict[str, str]) -> None:
    actor, seen = await actor_of(tokens["ana"]), list[str]()
    assert actor is not None
    page = asyncio.create_task(drawn(await tab(tokens["ana"]).get_state(Desk), actor, seen, Permission.team))
    await until(lambda: len(seen) == 1)
    with db.transaction() as session, db.everywhere(session):
        session.exec(select(Member).where(Member.id == actor.member_id)).one().role = Role.staff
    live.publish(f"ws:{actor.workspace_id}")
    await asyncio.wait_for(page, 5)
    assert seen == ["Ana owner"]


async def test_nobody_listens_any_longer_for_a_page_that_was_closed_or_failed(tab: Tab, tokens: dict[str, str]) -> None:
    actor, seen = await actor_of(tokens["ana"]), list[str]()
    assert actor is not None
    desk = await tab(tokens["ana"]).get_state(Desk)
    waits = asyncio.create_task(drawn(desk, actor, seen))

    async def draws() -> None:
        async for _member in while_here(desk, actor):
            await asyncio.Event().wait()  # a drawing that is under way when the page is closed

    async def fails() -> None:
        async for _member in while_here(desk, actor):
            raise Taken

    draws_still = asyncio.create_task(draws())
    await until(lambda: len(seen) == 1)
    assert listeners(actor) == 2
    for page in (waits, draws_still):
        page.cancel()
    with pytest.raises(Taken):
        await fails()
    await asyncio.wait([waits, draws_still])
    await until(lambda: listeners(actor) == 0)
