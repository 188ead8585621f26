"""Charts as the reports draw them: a picture with words beside it, its table beneath and its file."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.dashboard.schemas.reports import Column, Key, Label, Line, Picture, Rect, ShareRow
from careops.ui import kit


def chart(picture: Picture) -> rx.Component:
    """One chart: what it found, the drawing, what its colours mean, "Show as table" and "CSV"."""
    drawing = rx.cond(picture.shares.length() > 0, _shares(picture), _drawing(picture))  # type: ignore[attr-defined]
    nothing = rx.el.p(_("Nothing in these days."), class_name="chart-none t3")
    return rx.el.figure(
        rx.el.figcaption(rx.el.h3(picture.title, class_name="t3"), rx.el.span(picture.finding, class_name="m strong")),
        rx.cond(picture.empty, nothing, rx.fragment(drawing, _keys(picture), _table(picture))),
        class_name="chart",
    )


def _drawing(picture: Picture) -> rx.Component:
    return rx.el.svg(
        rx.foreach(picture.grid, _grid_line),
        rx.foreach(picture.rects, _rect),
        rx.foreach(picture.lines, _line),
        rx.foreach(picture.labels, _label),
        view_box="0 0 420 150",
        role="img",
        aria_label=picture.told,
    )


def _grid_line(path: rx.Var[str]) -> rx.Component:
    return rx.el.path(d=path, class_name="ax")


def _rect(one: Rect) -> rx.Component:
    title: Any = rx.el.title(one.said)
    return rx.el.rect(title, x=one.x, y=one.y, width=one.w, height=one.h, class_name=kit.classes("bar", one.look))


def _line(one: Line) -> rx.Component:
    return rx.el.path(d=one.path, class_name=kit.classes("ln", one.look))


def _label(one: Label) -> rx.Component:
    return rx.el.text(one.words, x=one.x, y=one.y, text_anchor=one.anchor, class_name=one.look)


def _shares(picture: Picture) -> rx.Component:
    return rx.el.ul(rx.foreach(picture.shares, _share), class_name="chart-shares", aria_label=picture.title)


def _share(row: ShareRow) -> rx.Component:
    return rx.el.li(
        rx.el.span(row.name, class_name="clip"),
        rx.el.span(rx.el.span(row.said, class_name="strong"), " ", rx.el.span(row.beside, class_name="t3"), class_name="num"),
        rx.el.span(rx.el.i(**kit.inline({"width": row.width})), class_name="chart-bar", aria_hidden="true"),
    )


def _keys(picture: Picture) -> rx.Component:
    return rx.cond(
        picture.legend.length() > 0,  # type: ignore[attr-defined]
        rx.el.ul(rx.foreach(picture.legend, _key), class_name="chart-keys xs"),
        rx.fragment(),
    )


def _key(one: Key) -> rx.Component:
    return rx.el.li(
        rx.el.i(class_name=kit.classes("chart-key", one.look), aria_hidden="true"),
        rx.el.span(one.name, class_name="t2"),
        rx.el.span(one.said, class_name="num strong"),
    )


def _table(picture: Picture) -> rx.Component:
    table = rx.el.table(
        rx.el.caption(picture.title, class_name="vh"),
        rx.el.thead(rx.el.tr(rx.foreach(picture.heads, _head))),
        rx.el.tbody(rx.foreach(picture.rows, _row)),
        class_name="table",
    )
    file = kit.raw_link(_("CSV"), kit.hidden(": ", picture.title), href=picture.csv, class_name="link end")
    scrolling = rx.el.div(table, class_name="chart-table", role="region", aria_label=picture.title, tab_index=0)
    shown = rx.el.details(rx.el.summary(_("Show as table"), kit.hidden(": ", picture.title)), scrolling)
    return rx.el.div(shown, file, class_name="chart-foot xs")


def _head(column: Column) -> rx.Component:
    return rx.el.th(column.title, scope="col", class_name=rx.cond(column.number, "r", ""))


def _row(cells: rx.Var[list[str]]) -> rx.Component:
    return rx.el.tr(rx.foreach(cells, _cell))


def _cell(words: rx.Var[str], place: rx.Var[int]) -> rx.Component:
    return rx.cond(place == 0, rx.el.th(words, scope="row"), rx.el.td(words, class_name="r num"))
