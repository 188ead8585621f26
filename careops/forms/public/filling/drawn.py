"""What the pages of a copy look like: one to fill in, all to read over, and what stands there once it is done."""

from collections.abc import Mapping
from typing import Any

import htpy as h

from careops.core.clock import now
from careops.core.errors import Problem
from careops.core.i18n import text as _
from careops.forms.public import paper
from careops.forms.public.filling.visits import Visit
from careops.forms.rules.reciting import recited
from careops.forms.rules.showing import Page as Leaf
from careops.forms.rules.showing import shown
from careops.forms.schemas import Status
from careops.inbox.rules.letters import brand
from careops.ui.public import forms, parts
from careops.ui.public.frame import Page, heading, page


def leaf_page(
    here: Visit, leaf: Leaf, *, typed: Mapping[str, Any] | None = None, wrong: list[Problem] | None = None, note: str = ""
) -> Page:
    """One page to fill in, with what was typed and is wrong."""
    locale, row = here.locale, here.row
    told = {p.field: p.told(locale) for p in reversed(wrong or [])}
    seen = frozenset(field.key for field in shown(row.fields, {**here.answers}))
    sheet = paper.Sheet(leaf, row.fields, here.answers, typed or {}, told, seen, here.today, locale)
    leaves = here.leaves
    place = next((at for at, one in enumerate(leaves) if one.at == leaf.at), 0)
    last = place == len(leaves) - 1
    forward = _("Save and read it over", locale) if last else _("Save and go to page {page}", locale, page=place + 2)
    back = parts.button(_("Back", locale), name="do", value="back", look="link", unchecked=True) if place else None
    problems = paper.problems(sheet)
    body = [
        heading(row.form, row.intro if place == 0 else None),
        forms.form_progress(place + 1, len(leaves), leaf.title, locale=locale),
        parts.dim(leaf.help) if leaf.help else None,
        parts.note(note, "info") if note else None,
        forms.error_summary(problems, kept=_("What you typed is still here.", locale), locale=locale),
        forms.form(
            here.path,
            forms.hidden("page", leaf.at),
            forms.hidden("version", row.version),
            h.button(".trap", name="do", value="next", tabindex="-1", aria_hidden="true"),
            paper.questions(sheet),
            h.div(".row.between")[parts.button(forward, name="do", value="next"), back],
            _promise(here),
            files=True,
            save_to=f"{here.path}/save",
            opened_at=f"{here.path}/opened",
            judged=bool(typed or wrong),
            locale=locale,
        ),
        forms.script(),
    ]
    return _page(here, body, errors=bool(problems))


def _promise(here: Visit) -> h.Element:
    """That nothing is lost, until when, and who reads it."""
    locale = here.locale
    kept = _("Answers save as you go. You can go on later, on any device, from the same link.", locale)
    due = here.row.due_at
    until = _("Please do it by {when}.", locale, when=here.when(due)) if due and due > now() else ""
    reads = _("Only {business} can read them.", locale, business=here.here.name)
    return parts.dim(" ".join(part for part in (kept, until, reads) if part))


def review_page(here: Visit, *, note: str = "") -> Page:
    """Everything that was answered, to be read over before it is sent."""
    locale, row = here.locale, here.row
    lines = [(leaf, [(f, recited(f, here.answers.get(f.key), locale)) for f in _seen(here, leaf)]) for leaf in here.leaves]
    empty = _("Not answered", locale)
    body = [
        heading(_("Read it over before you send it", locale), row.form),
        parts.note(note, "info") if note else None,
        [
            parts.section(
                leaf.title or _("Your answers", locale),
                paper.recited([(field, said or empty) for field, said in said_on]),
                h.p[parts.small_link(_("Change", locale), f"{here.path}?page={leaf.at + 1}")],
                id=f"page-{leaf.at}",
            )
            for leaf, said_on in lines
        ],
        forms.form(
            here.path,
            forms.hidden("version", row.version),
            parts.button(_("Send to {business}", locale, business=here.here.name), name="do", value="send", wide=True),
            locale=locale,
        ),
    ]
    return _page(here, body)


def _seen(here: Visit, leaf: Leaf) -> list[Any]:
    seen = {field.key for field in shown(here.row.fields, here.answers)}
    return [field for field in leaf.fields if field.key in seen]


def over_page(here: Visit) -> Page:
    """Sent, or waived: nothing more to do, and nothing more to read for whoever finds the link later."""
    locale, row = here.locale, here.row
    if row.status == Status.waived:
        told = _("{business} does not need “{form}” from you any more.", locale, business=here.here.name, form=row.form)
        return _page(here, [parts.mark("ok"), heading(_("Nothing to fill in", locale), told)])
    sent = _("Sent {when}", locale, when=here.when(row.completed_at)) if row.completed_at else ""
    body = [
        parts.mark("ok"),
        heading(_("Thank you, we have your answers", locale), row.thanks or sent),
        parts.dim(sent) if row.thanks else None,
        parts.link_button(_("Save a copy as PDF", locale), f"{here.path}/copy.pdf", look="quiet") if row.send_copy else None,
    ]
    return _page(here, body)


def _page(here: Visit, body: h.Node, *, errors: bool = False) -> Page:
    return page(title=here.row.form, body=body, brand=brand(here.here), locale=here.locale, private=True, errors=errors, query=here.query)
