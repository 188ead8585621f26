"""What is kept of people besides: blocks for a person's page, and the page of the business's own fields and tags."""

from typing import Any

import reflex as rx

from careops.contacts.components.people import may_manage
from careops.contacts.state.keeping import KINDS, Dependent, Keeping, Kept, OwnField, OwnTag, Value
from careops.core.i18n import text as _
from careops.ui import kit

PAGE: Any = Keeping  # Vars to Reflex; to a type checker plain classes
HERE: Any = Kept
SHOWN: Any = Kept.shown


# ── on a person's page ───────────────────────────────────


def kept() -> rx.Component:
    """Tags, the business's own fields and dependents of the person whose page is open; load it with `Kept.live`."""
    return rx.fragment(_tags(), kit.shown(SHOWN.answers.length(), _fields()), _dependents(), _dialogs())


def _tags() -> rx.Component:
    change = may_manage(kit.button(_("Change tags"), HERE.edit("tags"), small=True, icon_name="tag"))
    nothing = rx.el.p(_("No tags."), class_name="t3")
    worn = rx.el.div(rx.foreach(SHOWN.tag_list, lambda tag: rx.el.span(tag, class_name="chip")), class_name="row wrap")
    said = rx.cond(SHOWN.tag_list.length() > 0, worn, nothing)
    return kit.section(_("Tags"), rx.el.div(said, change, class_name="stack justify-items-start"), id="tags")


def _fields() -> rx.Component:
    said = rx.el.dl(rx.foreach(SHOWN.answers, lambda value: rx.fragment(rx.el.dt(value.label), rx.el.dd(value.said))), class_name="facts")
    return kit.section(
        _("More about them"), said, may_manage(kit.button(_("Change"), HERE.edit("fields"), small=True, icon_name="pencil")), id="fields"
    )


def _dependents() -> rx.Component:
    def row(one: Dependent) -> rx.Component:
        deeds = may_manage(
            rx.el.span(
                kit.icon_button("pencil", _("Change"), HERE.edit(one.id), small=True),
                kit.icon_button("archive", _("Put away"), HERE.archive_dependent(one.id), small=True),
                class_name="row",
            )
        )
        words = rx.el.span(
            rx.el.span(one.name, class_name="strong clip block"), rx.el.span(one.detail, class_name="t2 clip block"), class_name="grow"
        )
        return kit.plain_row(words, end=deeds)

    add = may_manage(kit.button(_("Add somebody"), HERE.edit("new"), small=True, icon_name="plus"))
    nothing = rx.el.p(_("A child, a student, a pet: whoever comes in their name."), class_name="t3")
    there = rx.cond(SHOWN.dependents.length() > 0, kit.rows(rx.foreach(SHOWN.dependents, row)), nothing)
    return kit.section(_("Books for"), rx.el.div(there, add, class_name="stack"), id="dependents")


def _dialogs() -> rx.Component:
    foot = kit.form_foot(kit.button(_("Cancel"), HERE.cancel), kit.button(_("Save"), look="primary", submit=True))
    tags = kit.form(
        kit.field(_("Tags"), "tags", default_value=SHOWN.tags, help_text=_("Separated by commas; new ones are made.")),
        foot,
        on_submit=HERE.save_tags,
    )
    fields = kit.form(rx.foreach(SHOWN.answers, _asked), foot, on_submit=HERE.save_fields)
    return rx.fragment(
        kit.dialog(_("Tags"), rx.el.div(tags, key=HERE.editing), id="tags-form", shown=HERE.editing == "tags", on_close=HERE.cancel),
        kit.dialog(
            _("More about them"),
            rx.el.div(fields, key=HERE.editing),
            id="values-form",
            shown=HERE.editing == "fields",
            on_close=HERE.cancel,
        ),
        _dependent_dialog(foot),
    )


def _asked(value: Value) -> rx.Component:
    """A field as its kind is asked."""
    kind: Any = value.kind  # a Var to Reflex; to a type checker a plain word
    chosen = kit.among(
        kind,
        [
            ("choice", _choice(value, rx.foreach(value.options, lambda option: rx.el.option(option, value=option)))),
            ("yes_no", _choice(value, rx.fragment(rx.el.option(_("Yes"), value="yes"), rx.el.option(_("No"), value="no")))),
            ("date", rx.el.input(type="date", name=value.name, id=value.name, class_name="input", default_value=value.text)),
        ],
        rx.el.input(name=value.name, id=value.name, class_name="input", default_value=value.text),
    )
    return rx.el.div(
        rx.el.label(value.label, html_for=value.name), chosen, kit.shown(value.error, kit.error_line(value.error)), class_name="field"
    )


def _choice(value: Value, options: rx.Component) -> rx.Component:
    none = rx.el.option("–", value="")
    control = rx.el.select(none, options, name=value.name, id=value.name, class_name="input", default_value=value.text)
    return rx.el.div(control, kit.icon("chevron-down"), class_name="select")


def _dependent_dialog(foot: rx.Component) -> rx.Component:
    def form(one: Any) -> rx.Component:
        """Of one, or of nobody yet."""
        told = (
            {"name": "", "relation": "", "born": "", "notes": ""}
            if one is None
            else {n: getattr(one, n) for n in ("name", "relation", "born", "notes")}
        )
        return kit.form(
            kit.field(_("Name"), "name", default_value=told["name"], error=HERE.errors["name"], auto_complete="off"),
            kit.field(
                _("Who they are"), "relation", default_value=told["relation"], optional=True, placeholder=_("daughter, student, dog")
            ),
            kit.field(_("Born on"), "born_on", type="date", default_value=told["born"], optional=True, error=HERE.errors["born_on"]),
            kit.textarea(_("Note"), "notes", default_value=told["notes"], optional=True),
            foot,
            on_submit=HERE.save_dependent,
        )

    others = rx.foreach(SHOWN.dependents, lambda one: kit.shown(HERE.editing == one.id, form(one)))
    open = (HERE.editing != "") & (HERE.editing != "tags") & (HERE.editing != "fields")
    body = rx.cond(HERE.editing == "new", form(None), rx.fragment(others))
    return kit.dialog(_("Somebody they book for"), rx.el.div(body, key=HERE.editing), id="dependent-form", shown=open, on_close=HERE.cancel)


def _two_lines(title: kit.Text, detail: kit.Text) -> rx.Component:
    return rx.el.span(rx.el.span(title, class_name="strong clip block"), rx.el.span(detail, class_name="t2 clip block"), class_name="grow")


# ── the page of fields and tags ──────────────────────────


def own_fields() -> rx.Component:
    """The business's own fields in their order."""

    def row(one: OwnField) -> rx.Component:
        deeds = may_manage(
            rx.el.span(
                kit.icon_button("arrow-up", _("Further up"), PAGE.move(one.id, one.position - 1), small=True),
                kit.icon_button("arrow-down", _("Further down"), PAGE.move(one.id, one.position + 1), small=True),
                kit.icon_button("archive", _("Put away"), PAGE.archive(one.id), small=True),
                class_name="row",
            )
        )
        words = rx.el.span(
            rx.el.span(one.label, class_name="strong clip block"), rx.el.span(one.detail, class_name="t2 clip block"), class_name="grow"
        )
        return kit.plain_row(words, end=deeds)

    nothing = rx.el.p(_("Skin type, insurance number, favourite drink: what you want to know of everybody."), class_name="t3")
    form = kit.form(
        kit.field(_("What is it called?"), "label", error=PAGE.errors["label"], auto_complete="off"),
        kit.select(_("What is it?"), "kind", list(KINDS.items()), default_value="text"),
        kit.textarea(_("Choices"), "options", error=PAGE.errors["options"], optional=True, help_text=_("One a line, for one of several")),
        kit.form_foot(kit.button(_("Cancel"), PAGE.cancel), kit.button(_("Add field"), look="primary", submit=True)),
        on_submit=PAGE.add,
    )
    return kit.section(
        _("Fields of your own"),
        rx.cond(PAGE.fields.length() > 0, kit.rows(rx.foreach(PAGE.fields, row)), nothing),
        may_manage(kit.button(_("Add a field"), PAGE.start, icon_name="plus")),
        kit.dialog(_("A field of your own"), form, id="own-field", shown=PAGE.adding, on_close=PAGE.cancel),
        id="own-fields",
    )


def own_tags() -> rx.Component:
    """Every tag, to be renamed or removed."""

    def row(tag: OwnTag) -> rx.Component:
        renaming = rx.el.form(
            rx.el.input(type="hidden", name="id", value=tag.id),
            rx.el.input(name="name", default_value=tag.name, class_name="input", aria_label=_("Name of the tag"), max_length=40),
            kit.button(_("Rename"), submit=True, small=True),
            on_submit=PAGE.rename_tag,
            class_name="row grow",
        )
        plain = rx.el.span(tag.name, class_name="chip")
        remove = may_manage(kit.icon_button("trash-2", _("Remove"), PAGE.remove_tag(tag.id), small=True))
        return kit.plain_row(may_manage(renaming, plain), end=remove)

    nothing = rx.el.p(_("Tags are made where they are first put on somebody."), class_name="t3")
    return kit.section(_("Tags"), rx.cond(PAGE.tags.length() > 0, kit.rows(rx.foreach(PAGE.tags, row)), nothing), id="own-tags")
