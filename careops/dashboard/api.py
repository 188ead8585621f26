"""The dashboard's figures and the reports over the API."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from sqlmodel import Session

from careops.accounts.api import ask, member
from careops.core.actor import Actor, Permission
from careops.core.errors import Invalid
from careops.core.sheets import written
from careops.dashboard import queries
from careops.dashboard.schemas import Chart, DashboardStats, Report, ReportName

router = APIRouter(prefix="/api/v1")


@router.get("/dashboard/stats", tags=["dashboard"])
def stats(actor: Annotated[Actor, Depends(member())]) -> DashboardStats:
    """Every figure the caller may see, each with the address of its list in the app."""
    return ask(actor, queries.stats)


@router.get("/reports/{name}", tags=["reports"], response_model=Report, responses={200: {"content": {"text/csv": {}}}})
def report(
    actor: Annotated[Actor, Depends(member(Permission.reports))],
    name: ReportName,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
    compare: bool = True,
    format: Literal["json", "csv"] = "json",
    chart: str = "",
) -> Report | StreamingResponse:
    """A subject's charts over local days, compared with as many days before; or one chart's table as CSV (the first, or `chart`)."""
    made = ask(actor, _made, name=name, first=first, last=last, compare=compare)
    if format == "json":
        return made
    one = _chart(made, chart)
    lines: Iterator[str] = written(*queries.chart_table(one, made.currency))
    said = {"Content-Disposition": f'attachment; filename="{made.report}-{one.key}-{made.first}-{made.last}.csv"'}
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=said)


def _made(db: Session, actor: Actor, *, name: ReportName, first: date | None, last: date | None, compare: bool) -> Report:
    return queries.report(db, actor, name=name, days=queries.stretch(db, actor, first=first, last=last), compare=compare)


def _chart(made: Report, key: str) -> Chart:
    found = next((one for one in made.charts if one.key == (key or made.charts[0].key)), None)
    if found is None:
        raise Invalid.field("chart", "This report has no such chart")
    return found
