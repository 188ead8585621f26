"""The contents page: every door CareOps has, mounted. No logic lives here."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import reflex as rx
import structlog
from fastapi import FastAPI, Request
from fastapi.routing import APIRouter
from reflex.event import EventSpec
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from careops.accounts import api as accounts_api
from careops.accounts import jobs as accounts_jobs
from careops.accounts import public as accounts_public
from careops.administration import pages as administration_pages
from careops.automation import api as automation_api
from careops.automation import jobs as automation_jobs
from careops.automation import pages as automation_pages
from careops.automation import queries as automation
from careops.automation.state import latest
from careops.booking import api as booking_api
from careops.booking import jobs as booking_jobs
from careops.booking import pages as booking_pages
from careops.booking import public as booking_public
from careops.booking import queries as bookings
from careops.booking.queries import asked as booked
from careops.booking.queries import finding as booking_finding
from careops.booking.state.recipe import used_in
from careops.business import api as business_api
from careops.business import jobs as business_jobs
from careops.business import pages as business_pages
from careops.channels import api as channels_api
from careops.channels import pages as channels_pages
from careops.channels import state as channels_state
from careops.contacts import api as contacts_api
from careops.contacts import components as contacts_components
from careops.contacts import jobs as contacts_jobs
from careops.contacts import pages as contacts_pages
from careops.contacts import queries as contacts
from careops.contacts.queries import finding as contacts_finding
from careops.core import db, http, live, log, service
from careops.core.actor import Permission
from careops.core.memory import settle
from careops.core.scheduler import Job, Ticks, catalogue
from careops.core.settings import ROOT, settings
from careops.dashboard import api as dashboard_api
from careops.dashboard import pages as dashboard_pages
from careops.desk import api as desk_api
from careops.desk import components as desk_components
from careops.desk import pages as desk_pages
from careops.forms import api as forms_api
from careops.forms import jobs as forms_jobs
from careops.forms import pages as forms_pages
from careops.forms import public as forms_public
from careops.forms import queries as forms
from careops.forms.queries import finding as forms_finding
from careops.forms.state import occasions
from careops.frame import api as frame_api
from careops.frame.components import head
from careops.frame.pages import Page, lost
from careops.frame.queries import finders
from careops.frame.state import Frame, counters, for_those_who, tellers
from careops.importers import api as importers_api
from careops.importers import pages as importers_pages
from careops.inbox import actions as inbox_actions
from careops.inbox import api as inbox_api
from careops.inbox import components as inbox_components
from careops.inbox import jobs as inbox_jobs
from careops.inbox import pages as inbox_pages
from careops.inbox import public as inbox_public
from careops.inbox import queries as inbox
from careops.inbox.queries import finding as inbox_finding
from careops.inventory import api as inventory_api
from careops.inventory import jobs as inventory_jobs
from careops.inventory import pages as inventory_pages
from careops.inventory import queries as stock
from careops.inventory.queries import finding as stock_finding
from careops.inventory.state.item import users as stock_users
from careops.onboarding import api as onboarding_api
from careops.onboarding import pages as onboarding_pages
from careops.ui.kit.kitchen_sink import kitchen_sink
from careops.ui.public import delivery, errors
from careops.ui.public import kitchen_sink as public_sink

log.start()
logger = structlog.get_logger(__name__)

# ── by the clock ───────────────────────────────────────────────────────────

JOBS: tuple[Job, ...] = (
    *accounts_jobs.JOBS,
    *business_jobs.JOBS,
    *contacts_jobs.JOBS,
    *forms_jobs.JOBS,
    *inventory_jobs.JOBS,
    *booking_jobs.JOBS,
    *automation_jobs.JOBS,
)
catalogue.update({job.name: job for job in JOBS})

# ── HTTP: the API, pages for customers and for signing in ──────────────────

ROUTERS: tuple[APIRouter, ...] = (  # searched in this order: what is asked most stands first
    booking_api.router,
    service.router,
    accounts_api.router,
    business_api.router,
    onboarding_api.router,
    channels_api.router,
    contacts_api.router,
    desk_api.router,
    importers_api.router,
    inbox_api.router,
    forms_api.router,
    inventory_api.router,
    automation_api.router,
    dashboard_api.router,
    frame_api.router,
    accounts_public.router,
    booking_public.router,
    inbox_public.router,
    forms_public.router,
    delivery.router,
)

OPENAPI = service.OPENAPI if settings.shows_api_docs else None
api = FastAPI(title="CareOps API", version="1", docs_url=None, redoc_url=None, openapi_url=OPENAPI)
api.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
for router in ROUTERS:
    api.include_router(router)


def show_refusal(request: Request, status: int) -> Response:
    """The page a browser gets in place of problem+json."""
    return delivery.html_response(errors.error_page(status, http.language_of(request)), status)


http.speak_problems(api, show_refusal)
if settings.shows_api_docs:
    service.add_docs(api)
if not settings.production:
    api.include_router(public_sink.router)
http.close_api(api)

# ── the signed-in app ──────────────────────────────────────────────────────

PAGES: tuple[Page, ...] = (
    *dashboard_pages.PAGES,
    *business_pages.PAGES,
    *onboarding_pages.PAGES,
    *channels_pages.PAGES,
    *inbox_pages.PAGES,
    *booking_pages.PAGES,
    *contacts_pages.PAGES,
    *importers_pages.PAGES,
    *forms_pages.PAGES,
    *inventory_pages.PAGES,
    *automation_pages.PAGES,
    *desk_pages.PAGES,
    *administration_pages.PAGES,
)

inbox_components.context_parts += [desk_components.next_booking, contacts_components.beside]
inbox.SAMPLES.append(automation.sample)
inbox.TOLD.append(bookings.next_visit)
channels_state.tests.update(send=inbox_actions.send_test, standing=inbox.delivery)
forms.bookings["prefill"] = booked.facts
forms.ways.append(automation.form_way)
inbox_components.cards.update(booking=bookings.cards, form=forms.cards)
contacts.conditions.update(bookings.LATELY)
counters["inbox"] = inbox.unanswered
counters["bookings"] = for_those_who(Permission.bookings_view, lambda session, actor: bookings.stats(session, actor).pending)
counters["forms"] = for_those_who(Permission.forms_view, lambda session, actor: forms.counts(session, actor).overdue)
counters["inventory"] = for_those_who(Permission.inventory_view, lambda session, actor: stock.counts(session, actor).short)
counters["alerts"] = automation.open_alerts
tellers.append(latest)
stock_users.append(used_in)
finders.update(
    contacts=contacts_finding.found,
    bookings=booking_finding.found,
    conversations=inbox_finding.found,
    forms=forms_finding.found,
    items=stock_finding.found,
)
occasions["bookings"] = lambda session, actor: {row.id: row.name for row in bookings.booking_types(session, actor)}


def show_failure(exception: Exception) -> EventSpec:
    """What a person reads when a handler broke; the details go to the log only."""
    logger.error("handler failed", exc_info=exception)
    failed: Any = Frame.failed
    return failed()


def in_shell(asgi: ASGIApp) -> ASGIApp:
    """Puts what every answer has in common around everything."""
    return http.Shell(asgi, ROOT / ".web" / "build")


app = rx.App(
    head_components=head(),
    backend_exception_handler=show_failure,
    api_transformer=[api, in_shell],
)
for page in PAGES:
    guard = Frame.guard(page.permission.value if page.permission else "")  # type: ignore[call-arg, arg-type]
    app.add_page(page.build, route=page.route, title=page.title, on_load=[guard, *page.on_load, Frame.live])
if not settings.production:
    app.add_page(kitchen_sink, route="/app/kitchen-sink", title="Kitchen sink", on_load=Frame.guard)
app.add_page(lost, route="404", title="Not found")


@app.register_lifespan_task
@contextlib.asynccontextmanager
async def lifespan() -> AsyncIterator[None]:
    """Once a worker: check the guards, rehearse what is asked most, listen to the live bus, run the scheduler."""
    with db.reading() as session:
        bookings.assert_guards(session)
        bookings.rehearse(session)
    await http.rehearse(api, "/api/v1/public/-/availability", f"booking_type_id={UUID(int=0)}&from=2026-01-01&to=2026-01-01")
    bus = asyncio.create_task(live.listen())
    ticks = Ticks()
    if settings.scheduler:
        for jobs in (contacts_jobs, inbox_jobs, booking_jobs, automation_jobs):
            jobs.start(ticks)
        ticks.start()
        service.checks["scheduler"] = ticks.demand_running
    settle()
    yield
    bus.cancel()
    ticks.stop()
