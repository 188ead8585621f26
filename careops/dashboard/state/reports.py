"""The reports of the days in the address."""

from datetime import date, timedelta
from typing import Any

import reflex as rx
from sqlmodel import Session

from careops.business import queries as businesses
from careops.core.actor import Actor, Permission
from careops.core.clock import today
from careops.core.db import look
from careops.core.errors import Invalid
from careops.dashboard import queries
from careops.dashboard.schemas import ReportPage
from careops.frame.state import requires, say, while_here


def screen(db: Session, actor: Actor, *, days: str, first: str, last: str, compare: bool) -> ReportPage:
    """The page for what the address says; what cannot be read there counts as not said."""
    begin, end = _day(first), _day(last)
    if days.isdecimal() and len(days) < 4:
        end = today(businesses.profile(db, actor).timezone)
        begin = end - timedelta(days=max(int(days), 1) - 1)
    return queries.report_page(db, actor, first=begin, last=end, compare=compare)


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


class Reports(rx.State):
    """What is drawn; the range and whether it is compared stand in the address."""

    page: ReportPage = ReportPage()
    loaded: bool = False

    @rx.event(background=True)
    @requires(Permission.reports)
    async def live(self, actor: Actor) -> None:
        """Draws the reports of the address, and again each minute in which something happened."""
        query = self.router.url.query_parameters
        asked = {name: str(query.get(given, ""))[:10] for name, given in (("days", "days"), ("first", "from"), ("last", "to"))}
        compare = query.get("compare", "") != "no"
        async for member in while_here(self, actor, Permission.reports):
            try:
                page = await look(member, screen, **asked, compare=compare)
            except Invalid as refusal:
                await say(self, str(refusal), "error")
                asked = dict.fromkeys(asked, "")
                continue
            async with self:
                if page != self.page or not self.loaded:
                    self.page, self.loaded = page, True

    @rx.event
    @requires(Permission.reports)
    async def choose(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Goes to the days that were typed."""
        begin, end = _day(str(form.get("from", ""))), _day(str(form.get("to", "")))
        if begin is None or end is None or end < begin:
            await say(self, "Give a first day and a last one that is not before it", "error")
            return None
        return rx.redirect(f"/app/reports?from={begin}&to={end}{'' if self.page.compared else '&compare=no'}")
