"""Step 1: what the business is, and the trade that fills the other steps in."""

import reflex as rx

from careops.business import actions as business
from careops.business import queries as businesses
from careops.business.rules import country_of, usual_in
from careops.business.schemas import BusinessIn
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.frame.state import requires
from careops.onboarding import actions as onboarding
from careops.onboarding.schemas import StepIn
from careops.onboarding.state.saving import saved


class WorkspaceStep(rx.State):
    """What is wrong with a field, by its name."""

    errors: dict[str, str] = {}

    @rx.event
    @requires(Permission.settings)
    async def save(self, actor: Actor, field: str, value: str) -> None:
        """Keeps one field as soon as it is left."""
        self.errors = await saved(
            self.errors, actor, field, business.update, lambda: {"business": BusinessIn.model_validate({field: value})}
        )

    @rx.event
    @requires(Permission.settings)
    async def guess(self, actor: Actor, timezone: str) -> None:
        """Takes the browser's time zone over where nothing was said yet, and what its country usually uses with it."""
        if (await look(actor, businesses.profile)).version == 0:
            guessed = {"timezone": timezone, **usual_in(country_of(str(timezone)))}
            self.errors = await saved(
                self.errors, actor, "timezone", business.update, lambda: {"business": BusinessIn.model_validate(guessed)}
            )

    @rx.event
    @requires(Permission.settings)
    async def choose_trade(self, actor: Actor, trade: str) -> None:
        """Fills every step in from that trade's preset."""
        await perform(actor, onboarding.walk, step=StepIn(preset=str(trade)[:20]))
