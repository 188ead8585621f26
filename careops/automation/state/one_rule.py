"""The page of one rule: its sentence and switch, the desk it is edited on, its rehearsal and its log; live."""

from dataclasses import replace
from typing import Any

import reflex as rx
from pydantic import ValidationError

from careops.automation import actions, queries
from careops.automation.schemas import FactRow
from careops.automation.schemas.defining import MOST_ACTIONS, MOST_CONDITIONS, Definition, RuleEdit
from careops.automation.state.drafting import (
    DOES,
    FIELDS,
    Bunch,
    Draft,
    ask_of,
    deed_of,
    next_key,
    one_more,
    said,
    with_ask,
    with_deed,
    without_ask,
    without_value,
)
from careops.automation.state.rule_words import (
    STATES,
    Desk,
    Menus,
    Opened,
    Rehearsed,
    Shown,
    Timing,
    desk,
    opened,
    rehearsed,
    shown,
    step_lines,
    told,
)
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Conflict, Invalid, NotFound, first_problems
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import Following, requires, say, while_here

# What a field of the desk takes at most: a little more than a definition does, which says what is too long.
LONG = {"title": 200, "trigger": 70, "subject": 300, "text": 6000, "value": 300}
SHOWS = ("", "problems", "waiting")


class FullDesk(Conflict):
    code, says = "full_desk", _("A rule holds no more than this")


class RulePage(Following, rx.State):
    """The rule that is shown, its draft while it is edited, and what was rehearsed."""

    rule: Shown = Shown()
    missing: bool = False
    show: str = ""
    editing: bool = False
    title: str = ""
    trigger: str = ""
    draft: Draft = Draft()
    menus: Menus = Menus()
    timing: Timing = Timing()
    errors: list[str] = []
    rehearsal: Rehearsed = Rehearsed()
    busy: bool = False
    chosen: str = ""
    open: Opened = Opened()
    asked: bool = False
    _facts: dict[str, FactRow] = {}

    def _name(self) -> str:
        return str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]

    @rx.event(background=True)
    @requires(Permission.automation_manage)
    async def live(self, actor: Actor) -> None:
        """Loads the rule in the address and keeps its log true while the page is open."""
        name = self._name()
        async with self:
            self.reset()
        async for member in while_here(self, actor, Permission.automation_manage):
            await self._load(member, name)

    async def _load(self, actor: Actor, name: str) -> None:
        async def read(asked: tuple[str, bool]) -> tuple[Shown, Desk | None]:
            show, first = asked
            try:
                found = await look(actor, shown, name=name, show=show)
                return found, await look(actor, desk, name=name) if first else None
            except NotFound:
                return Shown(), None

        await self._show_newest(lambda: (self.show, not self.menus.triggers), read, self._show)

    def _show(self, read: tuple[Shown, Desk | None]) -> None:
        found, begun = read
        if found != self.rule:
            self.rule = found
        self.missing = not found.name
        if begun:
            self._lay_out(begun)

    def _lay_out(self, begun: Desk) -> None:
        self.draft, self.menus, self.timing, self._facts = begun.draft, begun.menus, begun.timing, begun.facts
        if not self.chosen and begun.menus.events:
            self.chosen = begun.menus.events[0].value

    @rx.event(background=True)
    @requires(Permission.automation_manage)
    async def filter(self, actor: Actor, show: str) -> None:
        """Shows all runs, only what did not work out, or what waits."""
        async with self:
            self.show = show if show in SHOWS else ""
        await self._load(actor, self.rule.name)

    @rx.event
    @requires(Permission.automation_manage)
    async def switch(self, actor: Actor, on: bool) -> None:
        """Switches it; the page follows by itself."""
        await perform(actor, actions.switch, rule=self.rule.name, enabled=on)
        await say(self, _("The rule is on") if on else _("The rule is off; what waited for it is discarded"))

    # ── editing ────────────────────────────────────────────

    @rx.event
    @requires(Permission.automation_manage)
    async def edit(self, actor: Actor) -> None:
        """Lays the rule on the desk."""
        begun = await look(actor, desk, name=self.rule.name)
        row = await look(actor, queries.rule, name=self.rule.name)
        self._lay_out(begun)
        self.editing, self.errors, self.title, self.trigger = True, [], row.title, row.trigger

    @rx.event
    @requires(Permission.automation_manage)
    async def leave(self, actor: Actor) -> None:
        """Puts it back as it was."""
        self._lay_out(await look(actor, desk, name=self.rule.name))
        self.editing, self.errors = False, []

    @rx.event
    @requires(Permission.automation_manage)
    async def rename(self, actor: Actor, title: str) -> None:
        """Another title."""
        self.title = title[: LONG["title"]]

    @rx.event
    @requires(Permission.automation_manage)
    async def retrigger(self, actor: Actor, trigger: str) -> None:
        """Something else sets it off: other questions can be asked then."""
        deeds = self.draft.deeds
        begun = await look(actor, desk, name=self.rule.name, trigger=trigger)
        self.trigger = trigger[: LONG["trigger"]]
        self._lay_out(begun)
        self.draft = replace(self.draft, deeds=deeds)

    @rx.event
    @requires(Permission.automation_manage)
    async def set_time(self, actor: Actor, part: str, value: str) -> None:
        """The delay's number or its unit."""
        if part in ("delay", "unit"):
            self.draft = replace(self.draft, **{part: value[:20]})

    @rx.event
    @requires(Permission.automation_manage)
    async def set_open_days(self, actor: Actor, on: bool) -> None:
        """Whether it waits for a day the business is open."""
        self.draft = replace(self.draft, open_days=on)

    @rx.event
    @requires(Permission.automation_manage)
    async def set_mode(self, actor: Actor, bunch: int, mode: str) -> None:
        """All or any: of a group's conditions, or (-1) of the groups."""
        if mode not in ("all", "any"):
            return
        if bunch < 0:
            self.draft = replace(self.draft, mode=mode)
            return
        self.draft = replace(self.draft, bunches=[replace(b, mode=mode) if b.key == bunch else b for b in self.draft.bunches])

    @rx.event
    @requires(Permission.automation_manage)
    async def add_ask(self, actor: Actor, bunch: int) -> None:
        """One more condition, in that group or (-1) in a new one."""
        if not self._facts:
            return
        if sum(len(one.asks) for one in self.draft.bunches) >= MOST_CONDITIONS:
            raise FullDesk
        key = next_key(self.draft)
        ask = ask_of(key, next(iter(self._facts.values())))
        if bunch < 0:
            self.draft = replace(self.draft, bunches=[*self.draft.bunches, Bunch(key + 1, "all", [ask])])
            return
        self.draft = replace(self.draft, bunches=[replace(b, asks=[*b.asks, ask]) if b.key == bunch else b for b in self.draft.bunches])

    @rx.event
    @requires(Permission.automation_manage)
    async def set_ask(self, actor: Actor, bunch: int, ask: int, part: str, value: str) -> None:
        """What is asked, how it is compared, or with what."""
        if part == "fact" and value in self._facts:
            self.draft = with_ask(self.draft, bunch, ask, ask_of(ask, self._facts[value]))
        elif part in ("op", "value"):
            self.draft = with_ask(self.draft, bunch, ask, {part: value[: LONG["value"]]})

    @rx.event
    @requires(Permission.automation_manage)
    async def add_value(self, actor: Actor, bunch: int, ask: int) -> None:
        """One value more that the condition names."""
        self.draft = with_ask(self.draft, bunch, ask, one_more)

    @rx.event
    @requires(Permission.automation_manage)
    async def drop_value(self, actor: Actor, bunch: int, ask: int, value: str) -> None:
        """One value less."""
        self.draft = with_ask(self.draft, bunch, ask, lambda one: without_value(one, value))

    @rx.event
    @requires(Permission.automation_manage)
    async def drop_ask(self, actor: Actor, bunch: int, ask: int) -> None:
        """Without that condition."""
        self.draft = without_ask(self.draft, bunch, ask)

    @rx.event
    @requires(Permission.automation_manage)
    async def add_deed(self, actor: Actor, do: str) -> None:
        """One more thing to do."""
        if len(self.draft.deeds) >= MOST_ACTIONS:
            raise FullDesk
        if do in dict(DOES):
            deed = deed_of(next_key(self.draft), do, self.trigger)
            self.draft = replace(self.draft, deeds=[*self.draft.deeds, deed])

    @rx.event
    @requires(Permission.automation_manage)
    async def set_deed(self, actor: Actor, key: int, part: str, value: str) -> None:
        """A part of an action."""
        if part in FIELDS:
            self.draft = with_deed(self.draft, key, **{part: value[: LONG.get(part, LONG["value"])]})

    @rx.event
    @requires(Permission.automation_manage)
    async def drop_deed(self, actor: Actor, key: int) -> None:
        """Without that action."""
        self.draft = replace(self.draft, deeds=[deed for deed in self.draft.deeds if deed.key != key])

    @rx.event
    @requires(Permission.automation_manage)
    async def save(self, actor: Actor) -> None:
        """Keeps what the desk says; what is wrong with it is told."""
        change: dict[str, Any] = {"definition": await self._said(actor)}
        if not self.rule.built_in:
            change |= {"title": self.title, "trigger": self.trigger}
        try:
            asked = RuleEdit.model_validate(change)
            await perform(actor, actions.edit_rule, rule=self.rule.name, change=asked)
        except ValidationError as wrong:
            self.errors = told(first_problems(wrong))
            return
        except Invalid as wrong:
            self.errors = told(wrong.problems)
            return
        self.editing, self.errors, self.rehearsal = False, [], Rehearsed()
        await say(self, _("The rule is saved"))

    async def _said(self, actor: Actor) -> dict[str, Any]:
        kept = await look(actor, queries.rule, name=self.rule.name)
        return said(self.draft, kept.definition)

    @rx.event
    @requires(Permission.automation_manage)
    async def restore(self, actor: Actor) -> None:
        """A built-in rule says again what it said in the beginning."""
        await perform(actor, actions.reset_rule, rule=self.rule.name)
        self._lay_out(await look(actor, desk, name=self.rule.name))
        self.editing, self.errors = False, []
        await say(self, _("The rule is as it was in the beginning"))

    @rx.event
    @requires(Permission.automation_manage)
    async def ask(self, actor: Actor, open: bool) -> None:
        """Asks before the rule is gone."""
        self.asked = open

    @rx.event
    @requires(Permission.automation_manage)
    async def remove(self, actor: Actor) -> rx.event.EventSpec:
        """The rule is gone; what it did stays readable."""
        await perform(actor, actions.remove_rule, rule=self.rule.name)
        self.asked = False
        await say(self, _("The rule is removed"))
        return rx.redirect("/app/automations")

    # ── what it did, and would have done ───────────────────

    @rx.event
    @requires(Permission.automation_manage)
    async def rehearse(self, actor: Actor) -> Any:
        """Plays it over the last 30 days, as it stands on the desk."""
        self.busy = True
        yield
        try:
            self.rehearsal = await look(actor, rehearsed, name=self.rule.name, definition=await self._on_desk(actor))
            self.errors = []
        except ValidationError as wrong:
            self.errors = told(first_problems(wrong))
        finally:
            self.busy = False

    async def _on_desk(self, actor: Actor) -> Definition | None:
        return Definition.model_validate(await self._said(actor)) if self.editing else None

    @rx.event
    @requires(Permission.automation_manage)
    async def choose_event(self, actor: Actor, id: str) -> None:
        """What it is tried on."""
        self.chosen = id[:40]

    @rx.event
    @requires(Permission.automation_manage)
    async def try_it(self, actor: Actor) -> None:
        """Tries it on the chosen event; nothing stays of it."""
        if not self.chosen:
            return
        try:
            definition = await self._on_desk(actor)
            trial = await perform(actor, actions.try_rule, rule=self.rule.name, event_id=read_id(self.chosen), definition=definition)
        except ValidationError as wrong:
            self.errors = told(first_problems(wrong))
            return
        state, tone, icon = STATES[trial.state]
        self.open = Opened(_("What it would do"), state, tone, icon, trial.reason, step_lines(trial.steps))

    @rx.event
    @requires(Permission.automation_manage)
    async def look_into(self, actor: Actor, id: str) -> None:
        """Opens a run with its steps."""
        self.open = await look(actor, opened, run_id=id)

    @rx.event
    @requires(Permission.automation_manage)
    async def close(self, actor: Actor) -> None:
        """Puts the opened run away."""
        self.open = Opened()

    @rx.event
    @requires(Permission.automation_manage)
    async def retry(self, actor: Actor, id: str) -> None:
        """Tries a failed run once more."""
        await perform(actor, actions.try_again, run_id=read_id(id))
        await say(self, _("It is tried again"))
