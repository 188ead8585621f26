"""Bringing items in from a file: what it would do, what is wrong with which row, then all of it at once."""

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from careops.core.actor import Actor, Permission
from careops.core.db import perform
from careops.core.errors import Invalid
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.frame.state import requires, say
from careops.inventory import actions
from careops.inventory.schemas.files import ItemFileReport
from careops.inventory.state.adding import NewItem

SEND_TO = "/api/v1/inventory/import/file"
MOST_SHOWN = 50


@dataclass(frozen=True)
class WrongCell:
    """What is wrong with one row."""

    row: str
    column: str
    says: str


@dataclass(frozen=True)
class Tried:
    """What a file would do; `verb` is on the button that does it, empty when there is nothing to do."""

    name: str = ""
    rows: str = ""
    added: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    verb: str = ""
    wrong: list[WrongCell] = field(default_factory=list[WrongCell])
    beyond: str = ""


def tried(name: str, report: ItemFileReport) -> Tried:
    """The report of a file in words."""
    wrong = [WrongCell(_("Row {number}", number=one.row), one.field, one.message) for one in report.problems[:MOST_SHOWN]]
    left = len(report.problems) - len(wrong)
    return Tried(
        name=name,
        rows=plural("{count} row", "{count} rows", report.rows),
        added=report.added,
        changed=report.changed,
        same=report.same,
        refused=report.refused,
        verb=_verb(report),
        wrong=wrong,
        beyond=plural("and {count} more", "and {count} more", left) if left else "",
    )


def _verb(report: ItemFileReport) -> str:
    good = report.added + report.changed
    if not good:
        return ""
    if report.refused:
        return plural("Bring in {count} good row", "Bring in {count} good rows", good)
    return plural("Bring in {count} item", "Bring in {count} items", good)


class ItemFile(rx.State):
    """The file that waits to be brought in."""

    open: bool = False
    send_to: str = SEND_TO
    tried: Tried = Tried()
    done: str = ""
    problem: str = ""

    @rx.event
    @requires(Permission.inventory_manage)
    async def start(self, actor: Actor) -> None:
        """Asks for a file, where the form for a new item was."""
        self.reset()
        self.open = True
        (await self.get_state(NewItem)).open = False

    @rx.event
    @requires()
    async def cancel(self, actor: Actor) -> None:
        """Closes it; what was not brought in is forgotten with time."""
        self.open = False

    @rx.event
    @requires(Permission.inventory_manage)
    async def arrived(self, actor: Actor) -> None:
        """A file was sent: says what it would do."""
        self.tried, self.done, self.problem = Tried(), "", ""
        try:
            told, report = await perform(actor, actions.try_file)
        except Invalid as refusal:
            self.problem = refusal.problems[0].message
            return
        self.tried = tried(told.name, report)

    @rx.event
    @requires(Permission.inventory_manage)
    async def bring_in(self, actor: Actor) -> Any:
        """Brings in what is right about it; what was wrong when it was tried was named then."""
        report = await perform(actor, actions.bring_in_file, skip_bad=bool(self.tried.wrong))
        self.tried = tried(self.tried.name, report)
        if report.dry_run:  # something came in between: it is named now, and asked again
            return
        added = plural("{count} item added", "{count} items added", report.added)
        self.done = f"{added}, " + plural("{count} changed", "{count} changed", report.changed)
        await say(self, self.done)
