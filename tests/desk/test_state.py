"""What is asked about one person on their page never reaches the next one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from careops.contacts import actions as contacts
from careops.contacts.schemas import ContactRow
from careops.core import db
from careops.core.actor import Actor
from careops.desk.state import Identity
from tests import cast


def known(actor: Actor, name: str, email: str) -> ContactRow:
    with db.transaction(actor) as session:
        return contacts.register(session, actor, name=name, email=email)


async def test_the_question_about_one_person_is_gone_when_another_is_shown(tab: Callable[..., Any], ana: Actor) -> None:
    one, other, third = (known(ana, "Nora Quince", f"{n}@example.org") for n in "abc")
    page = await tab(cast.entered(cast.ANA).token).get_state(Identity)

    async def asked(ask: Any, *given: Any) -> str:
        await page.load(str(one.id))
        await ask(*given)
        return page.doing

    for ask, given, doing in ((page.start_merge, (str(other.id),), "merge"), (page.start_erase, (), "erase")):
        assert await asked(ask, *given) == doing
        await page.load(str(one.id))
        assert page.doing == doing, "what happens meanwhile closes no dialog"
        await page.load(str(third.id))
        assert (page.doing, UUID(page.contact)) == ("", third.id)
