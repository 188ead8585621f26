"""Where the wizard is, live on every device that has it open."""

from typing import Any

import reflex as rx
from sqlmodel import Session

from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.frame.state import requires, say, while_here
from careops.onboarding import actions as onboarding
from careops.onboarding import queries as steps
from careops.onboarding.rules import ORDER
from careops.onboarding.schemas import PreviewRow, ProgressRow, StepIn, StepKey, WizardPage
from careops.ui.kit.rows import Step

HOME = "/app/onboarding"


def screen(db: Session, actor: Actor) -> tuple[ProgressRow, WizardPage, PreviewRow]:
    """Everything the wizard shows, read at one moment."""
    return steps.progress(db, actor), steps.wizard_page(db, actor), steps.preview(db, actor)


def _rail(progress: ProgressRow, at: StepKey) -> list[Step]:
    marks = {"done": "ok", "skipped": "ok", "open": ""}
    return [
        Step(
            number=step.number,
            title=step.title,
            href=f"{HOME}?step={step.key}",
            state="on" if step.key == at else marks[step.state],
            detail=_("Skipped") if step.state == "skipped" else step.detail if step.key != at else "",
        )
        for step in progress.steps
    ]


class Wizard(rx.State):
    """The step on screen, the rail around it, the preview beside it."""

    step: str = ""
    page: WizardPage = WizardPage()
    preview: PreviewRow = PreviewRow()
    rail: list[Step] = []
    words: str = ""
    phone_words: str = ""
    done: int = 0
    back: str = ""
    go_on: str = ""
    skippable: bool = False

    def _show(self, progress: ProgressRow, page: WizardPage, preview: PreviewRow, asked: str) -> None:
        at = StepKey(asked) if asked in list(StepKey) else progress.current
        place = ORDER.index(at)
        self.page, self.preview, self.step, self.rail = page, preview, at.value, _rail(progress, at)
        left = plural("About {count} minute left.", "About {count} minutes left.", progress.minutes_left) if progress.minutes_left else ""
        self.words = f"{left} {_('Everything is saved; stop whenever you like.')}".strip()
        self.phone_words = _("Step {number} of {all}: {title}", number=place + 1, all=len(ORDER), title=steps.title(at))
        self.done = place + 1
        self.back = f"{HOME}?step={ORDER[place - 1]}" if place else "/app"
        self.go_on = _("Continue to {step}", step=steps.title(ORDER[place + 1]).lower()) if place + 1 < len(ORDER) else ""
        self.skippable = progress.steps[place].skippable

    @rx.event(background=True)
    @requires(Permission.settings)
    async def live(self, actor: Actor) -> None:
        """Draws the step in the address (else the first open one) and keeps it true while it is open."""
        asked = str(self.router.url.query_parameters.get("step", ""))
        async for member in while_here(self, actor, Permission.settings):
            progress, page, preview = await look(member, screen)
            asked = asked or progress.current.value
            async with self:
                self._show(progress, page, preview, asked)

    async def _end(self, actor: Actor, state: str) -> Any:
        step = StepKey(self.step)
        await perform(actor, onboarding.walk, step=StepIn.model_validate({"step": step, "state": state}))
        following = ORDER[min(ORDER.index(step) + 1, len(ORDER) - 1)]
        return rx.redirect(f"{HOME}?step={following}")

    @rx.event
    @requires(Permission.settings)
    async def finish(self, actor: Actor) -> Any:
        """This step is done; the next one comes."""
        return await self._end(actor, "done")

    @rx.event
    @requires(Permission.settings)
    async def skip(self, actor: Actor) -> Any:
        """Not now; the next one comes."""
        return await self._end(actor, "skipped")

    @rx.event
    @requires(Permission.settings)
    async def activate(self, actor: Actor) -> None:
        """Opens the public pages, or says which step still waits."""
        await perform(actor, onboarding.activate)
        await say(self, _("Your booking page is open"))
