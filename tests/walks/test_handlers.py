"""Every handler of every screen, called over a real websocket by people who may not, with ids of a business that is not theirs."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

import careops.careops  # noqa: F401  (every State is registered here, before a loop runs)
from careops.core.actor import Permission
from careops.core.settings import settings
from careops.frame.state import every_state
from tests import cast, footprints, worlds
from tests.servers import Served
from tests.sockets import Tab, address
from tests.walks.strangers import ids_to_try

Fired = tuple[str, dict[str, Any]]
OURS = [
    (state, name, handler.fn)
    for state in every_state()
    if state.__module__.startswith("careops")
    for name, handler in state.event_handlers.items()
]
HANDLERS = [(address(state, name), fn) for state, name, fn in OURS if name != "setvar"]


@pytest.fixture
def theirs(database: sa.Engine) -> worlds.Furnished:
    """Sam's business, with Ben in it who may do nothing in particular; Ana has one of her own."""
    worlds.opened(cast.ana())
    world = worlds.furnished(cast.sam())
    worlds.people(world.shop.owner, world.shop.slug)
    return world


@pytest.fixture
def server(theirs: worlds.Furnished, engine_url: str, serve: Callable[..., Served]) -> Iterator[Served]:
    """The served app on that database, and nothing that works in the background."""
    served = serve(CAREOPS_DATABASE_URL=engine_url, CAREOPS_SCHEDULER="false", CAREOPS_SECRET_KEY=settings.secret_key.get_secret_value())
    yield served
    served.stop()


def arguments(fn: Callable[..., Any], id: str) -> dict[str, Any]:
    """Something for each argument of a handler: the id wherever a word, a row or a form could carry one."""
    return {name: _argument(parameter, id) for name, parameter in list(inspect.signature(fn).parameters.items())[1:]}


def _argument(parameter: inspect.Parameter, id: str) -> Any:
    said = str(parameter.annotation)
    if said.startswith(("dict", "typing.Dict", "Mapping")):
        return dict.fromkeys(("id", "name", "text", "email", "contact_id", "member_id", "provider_id", "booking_type_id", "starts_at"), id)
    if said.startswith("list"):
        return [id]
    return True if "bool" in said else 1 if "int" in said else id


def shots(database: sa.Engine, world: worlds.Furnished, wanted: Callable[[Any], bool]) -> Iterator[Fired]:
    """Each handler once with each kind of foreign id; those without arguments once."""
    ids = [id for _table, id in ids_to_try(database, world)]
    for name, fn in HANDLERS:
        takes = len(inspect.signature(fn).parameters) > 1
        if wanted(getattr(fn, "_requires", None)):
            yield from ((name, arguments(fn, id)) for id in (ids if takes else ids[:1]))


async def fire(server: Served, token: str, events: list[Fired]) -> None:
    """One tab sends them all; background handlers are given the time of a second tab's whole visit."""
    async with Tab(server.url, token) as tab:
        for number, (name, payload) in enumerate(events):
            await tab.fire(name, payload)
            if number % 50 == 49:
                await tab.settled(within=30)
        await tab.settled(within=30)


def cookie(email: str) -> str:
    return cast.entered(email).token


@pytest.mark.slow
async def test_no_handler_lets_a_stranger_change_anything(
    database: sa.Engine, theirs: worlds.Furnished, server: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    staff = f"staff@{theirs.shop.slug}.example"
    visits: list[tuple[str, str, Callable[[Any], bool]]] = [
        ("nobody", "", lambda requires: True),
        ("somebody with a made-up cookie", "x" * 43, lambda requires: True),
        ("another business's owner", cookie(cast.ANA), lambda requires: True),
        ("staff without the permission", cookie(staff), lambda requires: isinstance(requires, Permission)),
    ]
    changed, sent = list[str](), 0
    for who, token, wanted in visits:
        before = _footprint(database, theirs.shop.owner.workspace)
        events = list(shots(database, theirs, wanted))
        await fire(server, token, events)
        sent += len(events)
        changed += [who] * (_footprint(database, theirs.shop.owner.workspace) != before)
    with capsys.disabled():
        print(f"\n  {sent} events to {len(HANDLERS)} handlers, as {len(visits)} kinds of people")  # noqa: T201
    assert changed == []


@pytest.mark.slow
async def test_somebody_who_may_does_change_something(database: sa.Engine, theirs: worlds.Furnished, server: Served) -> None:
    """The control: the same events from the owner themself do leave a trace, so the walk reaches what it walks past."""
    before = _footprint(database, theirs.shop.owner.workspace)
    await fire(server, cookie(cast.SAM), list(shots(database, theirs, lambda requires: isinstance(requires, Permission))))
    assert _footprint(database, theirs.shop.owner.workspace) != before


def _footprint(database: sa.Engine, workspace: UUID) -> str:
    return footprints.of_workspace(database, workspace)
