"""Steps 6, 7 and 8: stock, people, and the list before opening."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.onboarding.schemas import ItemLine, MissingRow, PersonLine
from careops.onboarding.state import ItemsStep, TeamStep, Wizard
from careops.ui import kit
from careops.ui.kit.rows import Step

PAGE: Any = Wizard.page
ITEMS: Any = ItemsStep
TEAM: Any = TeamStep
ROLES = [("staff", _("Staff")), ("manager", _("Manager"))]


def items_step() -> rx.Component:
    """What is counted, how many there are, and when to reorder."""
    return rx.fragment(
        kit.wizard_title(_("What do you keep in stock?"), _("Say how many there are now and below how many to warn you.")),
        kit.section(
            _("Items"),
            rx.cond(
                PAGE.stock.length() > 0,
                rx.el.ul(rx.foreach(PAGE.stock, _item), class_name="list boxed wz-sv"),
                kit.empty(
                    _("Nothing in stock yet"),
                    _("Count what you use up, or skip this step."),
                    ghost=[kit.skeleton(), kit.skeleton("40%")],
                    action=kit.button(_("Add item"), ITEMS.add, icon_name="plus"),
                ),
            ),
            id="items",
            end=kit.button(_("Add item"), ITEMS.add, look="quiet", small=True, icon_name="plus"),
        ),
    )


def _item(item: ItemLine) -> rx.Component:
    is_open = ITEMS.opened == item.id

    def field(label: str, name: str, value: Any, **more: Any) -> rx.Component:
        return kit.field(
            label,
            f"item-{name}",
            default_value=value,
            on_blur=lambda typed: ITEMS.save(item.id, name, typed),
            error=ITEMS.errors[name],
            **more,
        )

    head = rx.el.div(
        rx.el.button(
            item.name,
            kit.hidden(_("Edit")),
            type="button",
            class_name="grow strong wz-open",
            aria_expanded=kit.when(is_open, "true", "false"),
            on_click=ITEMS.open_item(item.id),
        ),
        rx.el.span(item.about, class_name="num t2"),
        class_name="lrow hit",
    )
    fields = rx.el.div(
        rx.el.div(field(_("Name"), "name", item.name), class_name="span2"),
        field(_("On hand"), "quantity", item.quantity, input_mode="numeric"),
        field(_("Reorder at"), "threshold", item.threshold, input_mode="numeric"),
        field(_("Counted in"), "unit", item.unit),
        rx.el.div(kit.button(_("Remove item"), ITEMS.drop(item.id), look="danger"), class_name="field self-end"),
        class_name="wz-edit",
    )
    return rx.el.li(head, rx.cond(is_open, fields, rx.fragment()), class_name=kit.when(is_open, "open"), key=item.id)


def team_step() -> rx.Component:
    """Who is here, and whom to ask."""
    invite = kit.form(
        kit.form_row(
            kit.field(_("Email"), "invite_email", type="email", error=TEAM.errors["invite_email"], auto_complete="off"),
            kit.select(_("As"), "invite_role", ROLES, default_value="staff"),
        ),
        kit.form_foot(kit.button(_("Send invitation"), submit=True, icon_name="send")),
        on_submit=TEAM.invite,
    )
    return rx.fragment(
        kit.wizard_title(_("Who works with you?"), _("They get a link by email that is good for one sign-up with that address.")),
        kit.section(_("Team"), kit.rows(rx.foreach(PAGE.people, _person), boxed=True), id="people"),
        kit.section(_("Invite somebody"), invite, id="invite"),
    )


def _person(person: PersonLine) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            kit.avatar(person.initials, person.tint),
            rx.el.span(
                rx.el.span(person.name, class_name="strong clip block"), rx.el.span(person.about, class_name="t2 block"), class_name="grow"
            ),
            rx.cond(person.invited, kit.button(_("Take back"), TEAM.revoke(person.id), look="quiet", small=True), rx.fragment()),
            class_name="lrow hit",
        )
    )


def review_step() -> rx.Component:
    """What is done, what is missing, and the one big button; afterwards the address to share."""
    return rx.cond(PAGE.status == "active", _opened(), _before())


def _before() -> rx.Component:
    return rx.fragment(
        kit.wizard_title(_("Ready to open?"), _("Your booking and contact pages exist from the moment you activate.")),
        kit.section(_("Your steps"), kit.rows(rx.foreach(Wizard.rail, _checked), boxed=True), id="steps"),
        rx.cond(
            PAGE.missing.length() > 0,
            kit.section(_("Still missing"), kit.rows(rx.foreach(PAGE.missing, _missing), boxed=True), id="missing"),
            kit.note(_("Everything needed is there."), tone="ok", live=True),
        ),
    )


def _checked(step: Step) -> rx.Component:
    mark = rx.cond(
        step.state == "ok", kit.status(_("Done"), "ok", "check", plain=True), kit.status(_("Open"), "", "circle-dashed", plain=True)
    )
    return rx.cond(step.state == "on", rx.fragment(), kit.list_row(step.title, step.href, detail=step.detail, end=mark))


def _missing(row: MissingRow) -> rx.Component:
    step: Any = row.step  # a Var, whatever the row's type says
    return kit.plain_row(
        kit.icon("triangle-alert"),
        rx.el.span(row.message, class_name="grow"),
        end=kit.link_button(_("Go there"), "/app/onboarding?step=" + step.to(str), small=True),
    )


def _opened() -> rx.Component:
    copy = rx.call_function(rx.Var("() => navigator.clipboard.writeText(document.getElementById('booking-url').value)"))
    return rx.fragment(
        kit.wizard_title(_("You are open"), _("Share this address; people can book from this moment.")),
        rx.el.div(
            kit.field(_("Your booking page"), "booking-url", value=PAGE.booking_url, read_only=True),
            kit.form_foot(
                kit.button(_("Copy address"), copy, icon_name="copy"),
                kit.link_button(
                    _("View public page"), PAGE.booking_url, look="quiet", outside=True, icon_name="external-link", target="_blank"
                ),
                kit.link_button(
                    _("View contact page"), PAGE.contact_url, look="quiet", outside=True, icon_name="external-link", target="_blank"
                ),
            ),
            class_name="form",
        ),
        kit.section(_("Your steps"), kit.rows(rx.foreach(Wizard.rail, _checked), boxed=True), id="steps"),
    )
