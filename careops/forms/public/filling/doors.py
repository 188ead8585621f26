"""Filling a form in by its private link: a page at a time, each kept when it is posted, read over once more, then sent."""

from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse

from careops.accounts.public.doors import go, page_router
from careops.core.clock import now
from careops.core.db import reading, transaction
from careops.core.errors import Invalid, NotFound, Problem, Refusal, Stale
from careops.core.http import download, visitor
from careops.core.i18n import text as _
from careops.core.when import time_text
from careops.forms import actions as form
from careops.forms import queries as copies
from careops.forms.public.filling.drawn import leaf_page, over_page, review_page
from careops.forms.public.filling.visits import REVIEW, Visit, chosen, posted_leaf, visiting
from careops.forms.public.posted import PREFIX, Posted, answers, posted
from careops.forms.rules import OPEN, NotAwaited
from careops.forms.rules.answering import missing
from careops.forms.rules.showing import shown
from careops.forms.schemas import CopyRow, FieldKind, Status
from careops.ui.public.delivery import html_response

router = page_router()

LOOK = [Depends(visitor("240/minute", "form"))]
FILL = [Depends(visitor("120/minute", "fill"))]
Given = Annotated[Posted, Depends(posted)]


# ── looking ──────────────────────────────────────────────


@router.get("/form/{token}", dependencies=LOOK)
def fill_in(request: Request, token: str, page: str = "", more: str = "") -> Response:
    """The page one is at, any page, or the whole to read over; a copy that is done says so."""
    with reading() as db:
        here = visiting(db, request, token)
    if here.row.status not in {*OPEN, Status.overdue}:
        return html_response(over_page(here))
    if page == REVIEW:
        return html_response(review_page(here))
    note = _("There is something more to answer now.", here.locale) if more else ""
    return html_response(leaf_page(here, chosen(here, page), note=note))


@router.get("/form/{token}/files/{file_id}", dependencies=LOOK)
def own_file(token: str, file_id: str) -> Response:
    """A file of one's own, to be saved; nothing that a browser would run."""
    with reading() as db:
        actor, id = copies.by_link(db, token=token)
        row = copies.copy(db, actor, submission_id=id)
        wanted = next((file for file in row.files if str(file.id) == file_id), None)
        if wanted is None or not copies.readable(row):
            raise NotFound
        _row, content = copies.own_file(db, actor, submission_id=id, file_id=wanted.id)
    return download(wanted.name, wanted.mime, content)


@router.get("/form/{token}/copy.pdf", dependencies=[Depends(visitor("20/minute"))])
def own_copy(request: Request, token: str) -> Response:
    """What one has sent, to keep."""
    with reading() as db:
        here = visiting(db, request, token)
        if here.row.status != Status.completed or not copies.readable(here.row):
            raise NotFound
        kept = copies.receipt(db, here.actor, submission_id=here.row.id, locale=here.locale)
    return download(kept.name, "application/pdf", kept.pdf())


# ── answering ────────────────────────────────────────────


@router.post("/form/{token}", dependencies=FILL)
def post_page(request: Request, token: str, given: Given) -> Response:
    """Keeps the page and goes on; what is wrong or missing is said on the page itself, with everything that was typed."""
    with reading() as db:
        here = visiting(db, request, token)
    try:
        if given.one("do") == "send":
            return _send(here, given)
        return _save(request, token, here, given)
    except NotAwaited:
        return go(here.path)


@router.post("/form/{token}/save", dependencies=FILL)
def save_quietly(request: Request, token: str, given: Given) -> Response:
    """What the script keeps while somebody types: the same as posting the page, without going on."""
    with reading() as db:
        here = visiting(db, request, token)
    try:
        row, _wrong = _keep(here, given)
    except Stale:
        said = _("This form was changed in another window; reload the page to see it.", here.locale)
        return JSONResponse({"detail": said, "code": Stale.code}, Stale.status)
    except Refusal as refusal:
        return JSONResponse({"detail": _(refusal.message, here.locale), "code": refusal.code}, refusal.status)
    time = time_text(now(), here.here.timezone, here.locale, here.here.hour_cycle)
    return JSONResponse({"version": row.version, "saved": _("Saved at {time}", here.locale, time=time)})


@router.post("/form/{token}/opened", status_code=204, dependencies=FILL)
def was_opened(token: str) -> None:
    """A browser shows it to somebody: told by the script, which mail scanners do not run."""
    with transaction() as db:
        actor, id = copies.by_link(db, token=token)
        form.opened(db, actor, submission_id=id)


def _save(request: Request, token: str, here: Visit, given: Posted) -> Response:
    leaf = posted_leaf(here, given)
    typed = answers(here.row.fields, given)
    try:
        row, wrong = _keep(here, given)
    except Stale:
        said = _("This page was changed in another window. What you see here is what you typed; save it again to keep this.", here.locale)
        with reading() as db:
            here = visiting(db, request, token)
        return html_response(leaf_page(here, leaf, typed=typed, note=said), Stale.status)
    with reading() as db:
        there = visiting(db, request, token)
    put = set(given.many("asked"))
    if given.one("remove"):
        return go(f"{here.path}?page={leaf.at + 1}")
    if given.one("do") == "back":
        before = [one.at for one in there.leaves if one.at < leaf.at]
        return go(f"{here.path}?page={(before or [leaf.at])[-1] + 1}")
    wrong = [*wrong, *(p for p in missing(row.fields, row.answers, among=put) if p.field not in {w.field for w in wrong})]
    if wrong:
        kept = {key: value for key, value in typed.items() if key in {p.field for p in wrong}}
        return html_response(leaf_page(there, leaf, typed=kept, wrong=wrong), Invalid.status)
    now_seen = {field.key for field in shown(row.fields, row.answers) if field.kind is not FieldKind.section}
    if any(field.key in now_seen and field.key not in put for field in leaf.fields):
        return go(f"{here.path}?page={leaf.at + 1}&more=1")
    after = [one.at for one in there.leaves if one.at > leaf.at]
    return go(f"{here.path}?page={after[0] + 1 if after else REVIEW}")


def _keep(here: Visit, given: Posted) -> tuple[CopyRow, list[Problem]]:
    """Files first, then the answers that name them, in one transaction; a file that is refused leaves the rest kept."""
    said, refused = answers(here.row.fields, given), list[Problem]()
    wanted = {field.key: field for field in here.row.fields if field.key in said}
    with transaction(here.actor) as db:
        for file in given.files:
            if file.key in wanted and wanted[file.key].kind is FieldKind.file:
                try:
                    kept = form.attach(db, here.actor, submission_id=here.row.id, key=file.key, name=file.name, content=file.content)
                    most = wanted[file.key].checks.max_files or 1
                    said[file.key] = [str(kept.id)] if most == 1 else [*said[file.key], str(kept.id)]
                except Invalid as problem:
                    refused += problem.problems
        for key, field in wanted.items():
            drawn = given.one(f"{PREFIX}{key}.drawn")
            if field.kind is FieldKind.signature and drawn and said[key]:
                try:
                    picture = form.draw(db, here.actor, submission_id=here.row.id, key=key, address=drawn)
                    said[key] = {**said[key], "drawn": str(picture.id)}
                except Invalid as problem:
                    refused += problem.problems
        row, wrong = form.save(
            db,
            here.actor,
            submission_id=here.row.id,
            said=said,
            at=set(said),
            page=given.number("page"),
            version=given.number("version"),
        )
    return row, [*refused, *wrong]


def _send(here: Visit, given: Posted) -> Response:
    try:
        with transaction(here.actor) as db:
            form.send(db, here.actor, submission_id=here.row.id, version=given.number("version"))
    except Stale:
        said = _("An answer was changed in another window. Read it over once more before you send it.", here.locale)
        return html_response(review_page(here, note=said), Stale.status)
    except Invalid as refusal:
        keys = {p.field for p in refusal.problems}
        leaf = next((one for one in here.leaves if any(field.key in keys for field in one.fields)), None)
        if leaf is None:
            return go(here.path)
        return html_response(leaf_page(here, leaf, wrong=refusal.problems), refusal.status)
    return go(here.path)
