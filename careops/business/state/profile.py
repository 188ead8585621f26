"""The settings page: the profile as fields, each saved when it is left."""

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.business import actions as business
from careops.business import queries as businesses
from careops.business.schemas import BusinessIn, BusinessRow
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Refusal, first_problems
from careops.frame.state import requires

PLAIN = ("name", "slug", "timezone", "currency", "country", "locale", "email", "phone", "address", "initials")
LONG = ("description", "welcome", "cancellation_policy")


def _fields(row: BusinessRow) -> dict[str, str]:
    said = {name: str(getattr(row, name)) for name in (*PLAIN, *LONG)}
    words = {f"word_{name}": word for name, word in row.vocabulary.model_dump().items()}
    return said | words | {"hour_cycle": str(row.hour_cycle), "first_weekday": str(row.first_weekday), "accent": row.colour}


def _change(db: Session, actor: Actor, *, field: str, value: str) -> BusinessIn:
    """What one field says; a word of the vocabulary comes with the other words as they are."""
    if not field.startswith("word_"):
        return BusinessIn.model_validate({field: value})
    words = businesses.profile(db, actor).vocabulary.model_dump() | {field.removeprefix("word_"): value}
    return BusinessIn.model_validate({"vocabulary": words})


class BusinessSettings(rx.State):
    """What the fields hold, and what is wrong with one."""

    said: dict[str, str] = {}
    errors: dict[str, str] = {}
    status: str = ""
    booking_url: str = ""

    def _show(self, row: BusinessRow) -> None:
        self.said, self.status, self.booking_url = _fields(row), row.status, row.booking_url

    @rx.event
    @requires(Permission.settings)
    async def load(self, actor: Actor) -> None:
        """Fills the fields in."""
        self.errors = {}
        self._show(await look(actor, businesses.profile))

    @rx.event
    @requires(Permission.settings)
    async def save(self, actor: Actor, field: str, value: str) -> None:
        """Keeps one field as soon as it is left; what is wrong is said there, and what was typed stays."""
        others = {name: message for name, message in self.errors.items() if name != field}
        try:
            change = await look(actor, _change, field=field, value=value)
            row = await perform(actor, business.update, business=change)
        except ValidationError as wrong:
            self.errors = others | {field: first_problems(wrong)[0].message}
        except Refusal as refusal:
            self.errors = others | {field: refusal.problems[0].message if refusal.problems else str(refusal)}
        else:
            self.errors = others
            self._show(row)

    @rx.event
    @requires(Permission.settings)
    async def suspend(self, actor: Actor) -> None:
        """Closes the public pages for now."""
        self._show(await perform(actor, business.suspend))
