"""What somebody allows: on their page with its whole history, and in a few words beside their conversation."""

from typing import Any

import reflex as rx

from careops.contacts.components.people import may_manage
from careops.contacts.state.consents import Block, Consents, Standing, Word
from careops.core.i18n import text as _
from careops.ui import kit

HERE: Any = Consents  # a Var to Reflex; to a type checker a plain class
SHOWN: Any = Consents.shown

CHANNELS = [("email", _("Email")), ("sms", _("Text messages"))]
PURPOSES = [("service", _("About bookings")), ("marketing", _("News and offers")), ("all", _("Everything"))]
ANSWERS = [("no", _("They do not want it")), ("yes", _("They want it"))]


def reachability() -> rx.Component:
    """The section of the contact's page, with both forms."""
    history = rx.el.details(
        rx.el.summary(_("History")),
        kit.rows(rx.foreach(SHOWN.words, _word), label=_("What they said")),
        class_name="pt-2",
    )
    return rx.fragment(
        kit.section(
            _("Reachability and consent"),
            suspicion(),
            kit.rows(rx.foreach(SHOWN.standings, _standing), label=_("What may be sent")),
            blocks(),
            may_manage(kit.button(_("Write down what they said"), HERE.start, small=True, icon_name="pencil")),
            kit.shown(SHOWN.words.length(), history),
            id="consent",
        ),
        forms(),
    )


def beside(contact_id: Any) -> rx.Component:
    """The same in a few words, in the inbox's context pane."""
    known = rx.fragment(
        suspicion(),
        rx.el.ul(rx.foreach(SHOWN.standings, _short), class_name="stack"),
        blocks(),
    )
    shown = rx.cond(SHOWN.contact == contact_id, known, kit.skeleton("70%"))
    return kit.context_part(_("Consent"), shown, forms(), rx.el.div(asked_what_they_allow(contact_id=contact_id), key=contact_id))


@rx.memo
def asked_what_they_allow(contact_id: rx.Var[str]) -> rx.Component:
    """Asks when it appears; a component of its own, so that another contact makes it appear again."""
    return rx.el.div(on_mount=HERE.load(contact_id))


def suspicion() -> rx.Component:
    """Words of theirs that sound like a wish to opt out, and the two things they can mean."""
    decide = rx.el.div(
        kit.button(_("Stop messages"), HERE.settle(True), small=True, look="primary"),
        kit.button(_("Not meant so"), HERE.settle(False), small=True),
        class_name="row flex-wrap pb-2",
    )
    asks = kit.note(
        rx.el.b(_("Do they want no more messages?")), " ", rx.el.q(SHOWN.suspected), " (", SHOWN.suspected_way, ")", tone="warn"
    )
    return rx.cond(SHOWN.suspected, rx.fragment(asks, may_manage(decide)), rx.fragment())


def blocks() -> rx.Component:
    """Addresses nothing goes to, and the way to lift that."""

    def one(block: Block) -> rx.Component:
        lift = may_manage(kit.button(_("Lift"), HERE.start_lifting(block.id), small=True))
        return kit.note(rx.el.b(block.label), ": ", block.why, tone="warn", icon_name="ban", action=lift)

    return rx.foreach(SHOWN.blocks, one)


def _standing(standing: Standing) -> rx.Component:
    return kit.plain_row(rx.el.span(standing.label, class_name="grow"), end=_state(standing))


def _short(standing: Standing) -> rx.Component:
    return rx.el.li(rx.el.span(standing.label, class_name="t2"), _state(standing), class_name="row between flex-wrap")


def _state(standing: Standing) -> rx.Component:
    return rx.cond(standing.allowed, kit.status(standing.words, "ok", plain=True), kit.status(standing.words, "", "ban", plain=True))


def _word(word: Word) -> rx.Component:
    answer = rx.cond(word.allowed, kit.status(_("Allowed"), "ok", plain=True), kit.status(_("Taken back"), "", "ban", plain=True))
    return kit.plain_row(
        rx.el.span(
            rx.el.span(word.what, class_name="block"),
            rx.el.q(word.wording, class_name="t2 block break-words"),
            rx.el.span(word.how, class_name="t3 num block"),
            class_name="grow min-w-0",
        ),
        end=answer,
    )


def forms() -> rx.Component:
    """Writing down what they said, and lifting a block."""
    say = kit.form(
        kit.select(_("Channel"), "channel", CHANNELS, error=HERE.errors["channel"]),
        kit.select(_("Messages"), "purpose", PURPOSES, error=HERE.errors["purpose"]),
        kit.select(_("Answer"), "allowed", ANSWERS, error=HERE.errors["allowed"]),
        kit.field(
            _("How they said it"),
            "wording",
            error=HERE.errors["wording"],
            help_text=_("In their words, where and when. It is kept and never changed."),
            max_length=500,
            auto_complete="off",
        ),
        kit.form_foot(kit.button(_("Cancel"), HERE.cancel), kit.button(_("Write down"), look="primary", submit=True)),
        on_submit=HERE.keep,
    )
    lift = kit.form(
        kit.field(_("Why"), "reason", error=HERE.errors["reason"], help_text=_("It is kept."), max_length=300, auto_complete="off"),
        kit.form_foot(kit.button(_("Cancel"), HERE.cancel), kit.button(_("Lift the block"), look="primary", submit=True)),
        on_submit=HERE.lift,
    )
    return rx.fragment(
        kit.dialog(
            _("What did they say?"), rx.cond(HERE.form == "say", say), id="consent-say", shown=HERE.form == "say", on_close=HERE.cancel
        ),
        kit.dialog(
            _("Write to this address again?"),
            rx.cond(HERE.form == "lift", lift),
            id="consent-lift",
            shown=HERE.form == "lift",
            on_close=HERE.cancel,
        ),
    )
