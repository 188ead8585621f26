"""The jobs: everything that is done by the clock, and how it went."""

from typing import Any

import reflex as rx

from careops.automation.state import JobLine, Jobs, RunLine
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.ui import kit

PAGE: Any = Jobs  # a Var to Reflex; to a type checker a plain class
SHOWN: Any = Jobs.shown


def jobs() -> rx.Component:
    """Each job with its schedule, its last run and its next; beside it, one job's history."""
    head = kit.page_header(
        _("Jobs"),
        sentence=rx.el.p(_("What CareOps does by itself, by the clock. Whatever was missed is made good once."), class_name="t2"),
    )
    trouble = kit.shown(
        SHOWN.failed > 0, kit.note(SHOWN.failed, " ", _("failed as often as they are tried. Look at why, then try again."), tone="danger")
    )
    columns = [kit.Column(words) for words in (_("Job"), _("Last run"), _("Result"), _("Next run"), _("Now"))]
    table = rx.cond(PAGE.loaded, kit.table(_("Jobs"), columns, rx.foreach(SHOWN.jobs, _job)), kit.skeleton_rows(8))
    main = kit.page(head, rx.el.div(trouble, table, class_name="stack stack-4"))
    return frame(kit.beside(main, kit.shown(SHOWN.open != "", _history())), title=_("Jobs"), active="jobs", fixed=True)


def _job(line: JobLine) -> rx.Component:
    title = rx.fragment(kit.row_link(line.title, line.href), rx.el.p(line.schedule, class_name="t3 xs"))
    last = rx.fragment(
        kit.status(line.word, line.tone, line.icon, plain=True),
        kit.shown(line.last != "", rx.el.p(line.last, kit.shown(line.took != "", rx.fragment(", ", line.took)), class_name="t3 xs num")),
    )
    press = kit.button(_("Run now"), PAGE.run(line.name), small=True, icon_name="play", disabled=line.busy)
    now = rx.cond(line.startable, press, rx.el.span(_("By the clock"), class_name="t3 xs"))
    return kit.table_row(
        title,
        last,
        rx.el.span(line.result, class_name="t2 wrap"),
        kit.shown(line.next != "", rx.el.span(rx.el.span(_("Next:"), " ", class_name="only-s-inline"), line.next, class_name="num")),
        now,
        selected=line.current,
    )


def _history() -> rx.Component:
    drawn = kit.rows(rx.foreach(SHOWN.runs, _run), label=_("Runs"))
    return kit.drawer(
        rx.el.h2(SHOWN.title, class_name="h3"),
        rx.el.p(SHOWN.about, class_name="t2"),
        rx.cond(SHOWN.runs.length() > 0, drawn, rx.el.p(_("It has not run yet."), class_name="t3")),
        label=_("History of a job"),
        close_href="/app/jobs",
        foot=[kit.shown(SHOWN.startable, kit.button(_("Run now"), PAGE.run(SHOWN.open), look="primary", icon_name="play"))],
    )


def _run(line: RunLine) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.p(
                    kit.status(line.word, line.tone, line.icon, plain=True), rx.el.span(line.at, class_name="t2 num"), class_name="row"
                ),
                rx.el.p(line.told, kit.shown(line.took != "", rx.el.span(" · ", line.took, class_name="num")), class_name="t3 xs"),
                class_name="grow",
            ),
            kit.shown(line.again, kit.button(_("Try again"), PAGE.retry(line.id), small=True)),
            class_name="lrow hit",
        )
    )
