"""What a browser tab's number opens: nothing, without the sign-in the tab came with."""

import asyncio
import json
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from tests import cast
from tests.servers import Served
from tests.sockets import ROOT_STATE, Tab

ADDRESS = cast.ANA


@pytest.fixture
def server(database: sa.Engine, engine_url: str, serve: Callable[..., Served]) -> Iterator[Served]:
    """The served app on that database, with Ana and Sam in it."""
    cast.ana()
    cast.sam()
    served = serve(CAREOPS_DATABASE_URL=engine_url, CAREOPS_SCHEDULER="false")
    yield served
    served.stop()


async def visit(server: Served, number: str, token: str = "") -> str:
    """Everything a tab of that number is sent until its page has loaded."""
    tab = Tab(server.url, token, "/app/settings")
    tab.id = number or tab.id
    heard: list[str] = []
    async with tab:
        async with asyncio.timeout(20):
            while not any(f'"{ROOT_STATE}"' in said and '"is_hydrated_rx_state_": true' in said for said in heard):
                heard.append(json.dumps(await tab.deltas.get()))
    return "".join(heard)


@pytest.mark.slow
async def test_whoever_takes_over_a_tab_finds_nothing_of_the_person_before(server: Served) -> None:
    ana, sam = cast.entered(cast.ANA).token, cast.entered(cast.SAM).token
    assert ADDRESS in await visit(server, "one-tab", ana)
    for token in ("", sam, "made-up"):
        assert ADDRESS not in await visit(server, "one-tab", token)
    assert ADDRESS in await visit(server, "one-tab", ana)
