"""The rules as sentences, each with its switch and what it came to; live."""

from dataclasses import dataclass

import reflex as rx
from sqlmodel import Session

from careops.automation import actions, queries
from careops.automation.queries.rules import Ruled
from careops.automation.queries.runs import Figures
from careops.automation.rules.catalogue import BY_NAME, GROUPS
from careops.automation.rules.sentences import Names, parts, sentence
from careops.automation.rules.templates import TEMPLATES, template_of
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.frame.state import requires, say, while_here


@dataclass(frozen=True)
class Piece:
    """Some words of a sentence; a slot is what the owner may change."""

    words: str
    slot: bool


@dataclass(frozen=True)
class RuleLine:
    """A rule in the list."""

    name: str
    title: str
    href: str
    on: bool
    to_switch: str
    pieces: list[Piece]
    ran: str
    skipped: str
    failed: str


@dataclass(frozen=True)
class RuleGroup:
    """Rules about the same sort of thing."""

    title: str
    id: str
    lines: list[RuleLine]


@dataclass(frozen=True)
class Beginning:
    """A rule to begin with."""

    key: str
    title: str
    sentence: str


def grouped(db: Session, actor: Actor) -> list[RuleGroup]:
    """Every rule, by what it is about."""
    actor.require(Permission.automation_manage)
    names, figures = queries.names_of(db, actor), queries.figures(db, actor)
    lines: dict[str, list[RuleLine]] = {group: [] for group in GROUPS}
    for rule in queries.ruled(db):
        lines[rule.trigger.group].append(line(rule, names, figures.get(rule.name, Figures())))
    return [RuleGroup(title, f"g{at}", lines[title]) for at, title in enumerate(GROUPS) if lines[title]]


def line(rule: Ruled, names: Names, told: Figures) -> RuleLine:
    """One rule in words."""
    skipped, failed = told.states.get("skipped", 0), told.states.get("failed", 0)
    ran = plural("{count} run in 30 days", "{count} runs in 30 days", told.total)
    return RuleLine(
        name=rule.name,
        title=rule.title,
        href=f"/app/automations/{rule.name}",
        on=rule.enabled,
        to_switch=_("{title}: on or off", title=rule.title),
        pieces=[Piece(part.words, part.slot) for part in parts(rule.trigger, rule.definition, names)],
        ran=ran if rule.enabled or told.total else _("Off. Rehearse it before you switch it on."),
        skipped=plural("{count} skipped", "{count} skipped", skipped) if skipped else "",
        failed=plural("{count} failed", "{count} failed", failed) if failed else "",
    )


def beginnings(db: Session, actor: Actor) -> list[Beginning]:
    """The rules to begin with, as sentences."""
    names = queries.names_of(db, actor)
    return [Beginning(one.key, one.rule.title, sentence(BY_NAME[one.rule.trigger], one.rule.definition, names)) for one in TEMPLATES]


class Automations(rx.State):
    """The list that is shown, and the rules to begin with."""

    groups: list[RuleGroup] = []
    beginnings: list[Beginning] = []
    loaded: bool = False
    choosing: bool = False

    @rx.event(background=True)
    @requires(Permission.automation_manage)
    async def live(self, actor: Actor) -> None:
        """Loads the rules and keeps their figures true while the page is open."""
        begin = await look(actor, beginnings)
        async with self:
            self.beginnings, self.choosing = begin, False
        async for member in while_here(self, actor, Permission.automation_manage):
            found = await look(member, grouped)
            async with self:
                if found != self.groups:
                    self.groups = found
                self.loaded = True

    @rx.event
    @requires(Permission.automation_manage)
    async def switch(self, actor: Actor, name: str, on: bool) -> None:
        """Switches a rule; the list follows by itself."""
        row = await perform(actor, actions.switch, rule=name, enabled=on)
        await say(
            self, _("“{title}” is on", title=row.title) if on else _("“{title}” is off; what waited for it is discarded", title=row.title)
        )

    @rx.event
    @requires(Permission.automation_manage)
    async def choose(self, actor: Actor, open: bool) -> None:
        """Shows the rules to begin with, or puts them away."""
        self.choosing = open

    @rx.event
    @requires(Permission.automation_manage)
    async def begin(self, actor: Actor, key: str) -> rx.event.EventSpec:
        """Makes a rule, switched off, and opens it."""
        row = await perform(actor, actions.create_rule, rule=template_of(key))
        self.choosing = False
        return rx.redirect(f"/app/automations/{row.name}")
