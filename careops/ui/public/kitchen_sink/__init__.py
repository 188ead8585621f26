"""Every public component at once, as the pages of an invented salon, for the eye and for axe. Served in development only."""

from collections.abc import Callable

from fastapi import APIRouter, Depends
from starlette.responses import Response

from careops.core.errors import NotFound
from careops.core.http import visitor
from careops.ui.public import parts
from careops.ui.public.delivery import html_response
from careops.ui.public.frame import Page, careops_page, heading
from careops.ui.public.kitchen_sink.booked import MAIL, book_done, manage
from careops.ui.public.kitchen_sink.booking import book_details, book_details_errors, book_service, book_time
from careops.ui.public.kitchen_sink.house import login, register, rest
from careops.ui.public.kitchen_sink.salon import HERE, free_days, free_slots
from careops.ui.public.kitchen_sink.writing import contact, error, intake_form, unsubscribe

PAGES: dict[str, Callable[[], Page]] = {
    "book-service": book_service,
    "book-time": book_time,
    "book-details": book_details,
    "book-details-errors": book_details_errors,
    "book-done": book_done,
    "manage": manage,
    "form": intake_form,
    "contact": contact,
    "unsubscribe": unsubscribe,
    "error": error,
    "login": login,
    "register": register,
    "rest": rest,
}


def index() -> Page:
    """The list of all pages."""
    links = parts.rows(*[parts.offer(name, [made.__doc__ or ""], "", HERE + name) for name, made in PAGES.items()])
    return careops_page(title="Kitchen sink", body=[heading("Kitchen sink"), links])


router = APIRouter(prefix="/kitchen-sink", include_in_schema=False, dependencies=[Depends(visitor("600/minute"))])


@router.get("")
def all_pages() -> Response:
    """The list of pages."""
    return html_response(index())


@router.get("/{name}")
def one_page(name: str) -> Response:
    """One page; NotFound for a name that is none."""
    if name not in PAGES:
        raise NotFound
    return html_response(PAGES[name]())


__all__ = ["MAIL", "PAGES", "book_time", "free_days", "free_slots", "router"]
