"""Every handler of every screen, called over a real websocket by people who may not, with ids of a business that is not theirs."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

import careops.careops  # noqa: F401  (every State is registered here, before a loop runs)
from careops.core.actor import Permission
from careops.frame.state import every_state
from tests import cast, footprints, worlds
from tests.servers import Served
from tests.sockets import Tab, address
from tests.walks.length import LONG
from tests.walks.strangers import Neighbours, ids_to_try, neighbours

Fired = tuple[str, dict[str, Any]]
OURS = [
    (state, name, handler.fn)
    for state in every_state()
    if state.__module__.startswith("careops")
    for name, handler in state.event_handlers.items()
]
HANDLERS = [(address(state, name), fn) for state, name, fn in OURS if name != "setvar"]


@pytest.fixture
def theirs(begun: Callable[[Callable[[], Neighbours]], Neighbours]) -> worlds.Furnished:
    """Sam's business, with Ben in it who may do nothing in particular; Ana has one of her own."""
    return begun(neighbours).theirs


@pytest.fixture
def server(theirs: worlds.Furnished, engine_url: str, serve: Callable[..., Served]) -> Iterator[Served]:
    """The served app on that database, and nothing that works in the background."""
    served = serve(CAREOPS_DATABASE_URL=engine_url, CAREOPS_SCHEDULER="false")
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


def shots(database: sa.Engine, world: worlds.Furnished, wanted: Callable[[Any], bool], *, inside: bool = True) -> Iterator[Fired]:
    """Each handler once with each kind of foreign id it might know, where its arguments can tell them apart.

    For somebody who does not get `inside`, a handler that asks who is there gets one of them, each the next: it never reads so far.
    """
    kinds = list(ids_to_try(database, world))
    for number, (name, fn) in enumerate(HANDLERS):
        requires = getattr(fn, "_requires", None)
        if wanted(requires):
            some = known_to(fn, kinds, number) if inside or requires is None else [kinds[number % len(kinds)][1]]
            events = [arguments(fn, id) for id in some]
            yield from ((name, event) for at, event in enumerate(events) if event not in events[:at])


def known_to(fn: Callable[..., Any], kinds: list[tuple[str, str]], number: int) -> list[str]:
    """The ids of what the handler's own domain keeps and of what its arguments are called by, and of the rest a tenth, each the next.

    A screen over several domains gets all.
    """
    own = domain(fn.__module__)
    called = "".join(inspect.signature(fn).parameters).replace("_", "")
    across = LONG or own not in HOMES.values()
    return [id for at, (table, id) in enumerate(kinds) if across or HOMES[table] == own or table in called or at % 10 == number % 10]


def domain(module: str) -> str:
    """`inbox` for `careops.inbox.state.thread`."""
    return module.split(".")[1]


def models(above: type[SQLModel]) -> Iterator[type[SQLModel]]:
    """Every class of rows."""
    for model in above.__subclasses__():
        yield from (model, *models(model))


HOMES = {str(model.__tablename__): domain(model.__module__) for model in models(SQLModel) if hasattr(model, "__table__")}


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
    visits: list[tuple[str, str, bool, Callable[[Any], bool]]] = [
        ("nobody", "", False, lambda requires: True),
        ("somebody with a made-up cookie", "x" * 43, False, lambda requires: True),
        ("another business's owner", cookie(cast.ANA), True, lambda requires: True),
        ("staff without the permission", cookie(staff), False, lambda requires: isinstance(requires, Permission)),
    ]
    changed, sent = list[str](), 0
    watch = footprints.Watch(database, theirs.shop.owner.workspace)
    for who, token, inside, wanted in visits:
        events = list(shots(database, theirs, wanted, inside=inside))
        await fire(server, token, events)
        sent += len(events)
        changed += [who] * watch.changed()
    with capsys.disabled():
        print(f"\n  {sent} events to {len(HANDLERS)} handlers, as {len(visits)} kinds of people")  # noqa: T201
    assert changed == []


@pytest.mark.slow
async def test_somebody_who_may_does_change_something(database: sa.Engine, theirs: worlds.Furnished, server: Served) -> None:
    """The control: the same events from the owner themself do leave a trace, so the walk reaches what it walks past."""
    watch = footprints.Watch(database, theirs.shop.owner.workspace)
    events = list(shots(database, theirs, lambda requires: isinstance(requires, Permission)))
    for begin in range(0, len(events), 500):
        await fire(server, cookie(cast.SAM), events[begin : begin + 500])
        if watch.changed():
            return
    pytest.fail("nothing the owner did changed anything")
