"""What happens once when the house is opened."""

import asyncio
import gc

import pytest

from careops.careops import lifespan
from careops.core.settings import settings

pytestmark = pytest.mark.usefixtures("database")


def test_what_was_loaded_at_the_start_is_left_out_of_later_collections(monkeypatch: pytest.MonkeyPatch) -> None:
    async def opened() -> tuple[int, int]:
        async with lifespan():
            return gc.get_freeze_count(), len(gc.get_objects())

    monkeypatch.setattr(settings, "scheduler", False)
    gc.unfreeze()
    try:
        frozen, walked_through = asyncio.run(opened())
    finally:
        gc.unfreeze()
    assert frozen > 100_000 > walked_through
