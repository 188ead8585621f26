"""The contacts' list: its filters and columns, its rows, and what is done to those who are chosen."""

from typing import Any

import reflex as rx

from careops.contacts.components.people import may_manage
from careops.contacts.state.listing import SOURCES, Choice, Contacts, Line
from careops.core.i18n import text as _
from careops.ui import kit

LIST: Any = Contacts  # a Var to Reflex; to a type checker a plain class
SEGMENT = "segment-form"

SORTS = [("name", _("By name")), ("-created_at", _("Newest first")), ("created_at", _("Oldest first"))]
REACHES = [("", _("Anybody")), ("email", _("With an email address")), ("phone", _("With a number")), ("none", _("Cannot be reached"))]
ORIGINS = [("", _("From anywhere")), *((source.value, label) for source, label in SOURCES.items())]


def filters() -> rx.Component:
    """What is asked of the list; the rarer questions are folded."""
    search = kit.search_box(_("Find by name, address or number"), "find", on_change=LIST.search, key="/")
    segment = kit.select(_("Segment"), "segment", LIST.segments, value=LIST.segment, on_change=LIST.in_segment, first=_("Everybody"))
    tag = kit.select(_("Tag"), "tag-filter", LIST.tags, value=LIST.tag, on_change=LIST.bearing, first=_("Any or none"))
    rarer = rx.el.details(
        rx.el.summary(_("More filters and columns"), class_name="link"),
        rx.el.div(
            kit.select(_("Show"), "reach", REACHES, value=LIST.reach, on_change=LIST.reachable_by),
            kit.select(_("Came by"), "source", ORIGINS, value=LIST.source, on_change=LIST.from_source),
            kit.toggle(_("The archive"), checked=LIST.archived, on_change=LIST.put_away),
            class_name="flex flex-wrap gap-2 items-end pt-2",
        ),
        rx.el.fieldset(
            rx.el.legend(_("Columns")),
            rx.el.div(rx.foreach(LIST.columns, _column), class_name="row wrap"),
            class_name="field pt-2",
        ),
        may_manage(
            rx.el.div(
                kit.button(_("Keep as a segment"), LIST.start_saving, small=True, icon_name="bookmark"),
                kit.shown(LIST.segment, kit.button(_("Forget this segment"), LIST.remove_segment, small=True, look="quiet")),
                class_name="row pt-2",
            )
        ),
        class_name="pb-4",
    )
    order = kit.select(_("Order"), "sort", SORTS, value=LIST.sort, on_change=LIST.sort_by)
    first = rx.el.div(rx.el.div(search, class_name="grow basis-56"), segment, tag, order, class_name="flex flex-wrap gap-2 items-end pb-2")
    return rx.fragment(first, rarer)


def _column(column: Choice) -> rx.Component:
    return kit.pick(
        column.label,
        "columns",
        value=column.value,
        checked=LIST.shown_columns.contains(column.value),
        on_change=lambda on: LIST.show_column(column.value, on),
    )


def table() -> rx.Component:
    """Everybody who fits; a box before each name takes them into the choice."""
    all_shown = LIST.chosen.length() == LIST.lines.length()
    everybody = rx.el.input(type="checkbox", aria_label=_("Choose everybody shown"), checked=all_shown, on_change=LIST.choose_all)
    heads = rx.el.tr(
        rx.el.th(rx.el.label(everybody, class_name="check"), scope="col"),
        rx.el.th(_("Name"), scope="col"),
        rx.foreach(LIST.heads, lambda head: rx.el.th(head, scope="col")),
    )
    return rx.el.table(
        rx.el.caption(_("Contacts"), class_name="vh"),
        rx.el.thead(heads),
        rx.el.tbody(rx.foreach(LIST.lines, _line)),
        class_name="table cards-s picks",
    )


def _line(line: Line) -> rx.Component:
    chosen = LIST.chosen.contains(line.id)
    named = _("Choose") + " " + line.name
    box = rx.el.input(type="checkbox", aria_label=named, checked=chosen, on_change=LIST.choose(line.id))
    who = rx.el.span(kit.avatar(line.initials, line.tint), kit.row_link(line.name, line.href), class_name="row")
    return rx.el.tr(
        rx.el.td(rx.el.label(box, class_name="check relative z-[1]")),
        rx.el.td(who),
        rx.foreach(line.cells, lambda cell: rx.el.td(cell)),
        class_name=kit.when(chosen, "is-on", ""),
        data_row="true",
    )


def bulk_bar() -> rx.Component:
    """What can be done to everybody chosen; shown only while somebody is."""
    words: dict[str, Any] = {"placeholder": _("Tag"), "aria_label": _("Tag"), "max_length": 40, "auto_complete": "off"}
    tagging = rx.el.form(
        rx.el.input(name="tag", list="known-tags", class_name="input", **words),
        rx.el.datalist(rx.foreach(LIST.tags, lambda tag: rx.el.option(value=tag.label)), id="known-tags"),
        rx.el.select(
            rx.el.option(_("put on"), value="tag"),
            rx.el.option(_("take off"), value="untag"),
            name="deed",
            class_name="input",
            aria_label=_("Put on or take off"),
        ),
        kit.button(_("Do it"), submit=True, small=True, icon_name="tag"),
        on_submit=LIST.tag_chosen,
        class_name="row",
    )
    away = kit.button(rx.cond(LIST.archived, _("Bring back"), _("Archive")), LIST.archive_chosen, small=True, icon_name="archive")
    bar = rx.el.div(
        rx.el.span(LIST.chosen_words, class_name="strong num"),
        tagging,
        away,
        kit.button(_("Choose nobody"), LIST.choose_all(False), small=True, look="quiet"),
        class_name="row wrap pb-2",
        role="group",
        aria_label=_("Done to everybody chosen"),
    )
    return may_manage(kit.shown(LIST.chosen.length(), bar))


def segment_form() -> rx.Component:
    """Asks for a segment's name."""
    fields = kit.form(
        kit.field(_("What is it called?"), "name", error=LIST.errors["name"], auto_complete="off", placeholder=_("Regulars")),
        kit.form_foot(kit.button(_("Cancel"), LIST.cancel_saving), kit.button(_("Keep segment"), look="primary", submit=True)),
        on_submit=LIST.save_segment,
    )
    return kit.dialog(_("Keep what is shown as a segment"), fields, id=SEGMENT, shown=LIST.saving, on_close=LIST.cancel_saving)
