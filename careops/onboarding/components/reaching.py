"""Steps 2, 3 and 5: how messages leave, what the contact page asks, which forms are sent."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.onboarding.schemas import AccountLine, FormLine, PickLine, QuestionLine
from careops.onboarding.state import ChannelsStep, FormsStep, Wizard
from careops.ui import kit

PAGE: Any = Wizard.page
CHANNELS: Any = ChannelsStep
FORMS: Any = FormsStep
SECURITY = [("starttls", _("STARTTLS, port 587")), ("ssl", _("TLS, port 465")), ("none", _("None, port 25"))]


def channels_step() -> rx.Component:
    """The accounts there are, a real test message, and a mail server of one's own."""
    test = kit.form(
        kit.form_row(
            kit.field(_("Send a test message to"), "to", default_value=PAGE.test_to, error=CHANNELS.errors["to"], type="email"),
            rx.el.div(kit.button(_("Send test message"), submit=True, icon_name="send"), class_name="field self-end"),
        ),
        on_submit=CHANNELS.test,
    )
    arrived = rx.cond(
        PAGE.tested,
        kit.note(PAGE.tested, tone="ok", live=True, action=kit.link(_("Read it in the outbox"), "/app/outbox")),
        kit.note(_("One message must be accepted before your pages open."), tone="info"),
    )
    return rx.fragment(
        kit.wizard_title(
            _("How do messages reach people?"),
            _("Until you connect a mail server, messages wait in your local outbox, where you can read every one of them."),
        ),
        kit.section(
            _("Email"),
            kit.rows(rx.foreach(PAGE.accounts, _account), boxed=True),
            rx.cond(CHANNELS.adding, _server(), rx.fragment()),
            rx.el.p(
                _("Resend, SendGrid, text messages and mailboxes are connected in "),
                kit.link(_("Integrations"), "/app/integrations"),
                ".",
                class_name="t2",
            ),
            id="accounts",
            end=kit.button(_("Add mail server"), CHANNELS.open_form, look="quiet", small=True, icon_name="plus"),
        ),
        kit.section(_("Try it"), rx.el.div(test, arrived, class_name="stack stack-4"), id="try"),
    )


def _account(account: AccountLine) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(
                rx.el.span(account.label, class_name="strong clip block"),
                rx.el.span(account.about, class_name="t2 clip block"),
                class_name="grow",
            ),
            kit.status(account.state, account.tone, account.icon, plain=True),
            class_name="lrow",
        )
    )


def _server() -> rx.Component:
    return kit.form(
        kit.error_line(CHANNELS.errors["smtp"]),
        kit.form_row(
            kit.field(_("Mail server"), "host", placeholder="smtp.example.com"),
            kit.select(_("Security"), "security", SECURITY, default_value="starttls"),
        ),
        kit.form_row(
            kit.field(_("User name"), "username", auto_complete="off"),
            kit.field(_("Password"), "password", type="password", auto_complete="new-password"),
        ),
        kit.form_row(
            kit.field(_("Messages come from"), "mail_from", type="email", placeholder="hello@example.com"),
            kit.field(_("Port"), "port", optional=True, input_mode="numeric"),
        ),
        kit.form_foot(kit.button(_("Keep mail server"), submit=True)),
        on_submit=CHANNELS.add,
    )


def contact_form_step() -> rx.Component:
    """The first words, and the questions."""
    return rx.fragment(
        kit.wizard_title(
            _("What should people tell you?"),
            _("This is your public contact page. Everybody who writes becomes a conversation in your inbox."),
        ),
        kit.textarea(
            _("First words"),
            "intro",
            default_value=PAGE.intro,
            on_blur=FORMS.say_intro,
            error=FORMS.errors["intro"],
            optional=True,
            key=PAGE.trade,
        ),
        kit.section(
            _("Questions"),
            rx.cond(
                PAGE.questions.length() > 0,
                kit.rows(rx.foreach(PAGE.questions, _question), boxed=True),
                kit.note(_("Name, address and message are asked. Add a question, or go on.")),
            ),
            id="questions",
            end=kit.button(_("Add question"), FORMS.ask_more, look="quiet", small=True, icon_name="plus"),
        ),
    )


def _question(question: QuestionLine) -> rx.Component:
    label = rx.el.input(
        default_value=question.label,
        on_blur=lambda value: FORMS.reword(question.key, value),
        class_name="input",
        aria_label=_("Question"),
        aria_invalid=rx.cond(FORMS.errors[question.key], "true", "false"),
    )
    free = rx.fragment(
        rx.el.label(
            rx.el.input(type="checkbox", checked=question.required, on_change=lambda _on: FORMS.turn_required(question.key)),
            rx.el.span(_("Required")),
            class_name="check",
        ),
        kit.icon_button("trash-2", _("Remove this question"), FORMS.drop(question.key), small=True),
    )
    always = rx.el.span(_("Always asked"), class_name="t3 xs")
    return rx.el.li(
        rx.el.div(
            rx.el.div(label, kit.shown(FORMS.errors[question.key], kit.error_line(FORMS.errors[question.key])), class_name="grow"),
            rx.el.span(question.kind, class_name="t3 xs only-l"),
            rx.cond(question.fixed, always, free),
            class_name="lrow hit",
        ),
        key=question.key,
    )


def forms_step() -> rx.Component:
    """The forms that follow a booking."""
    return rx.fragment(
        kit.wizard_title(
            _("What do you need to know before a visit?"),
            _("Forms are asked for after booking. Change their questions now or later, on the page of each form."),
        ),
        rx.cond(
            PAGE.forms.length() > 0,
            kit.rows(rx.foreach(PAGE.forms, _form), boxed=True),
            kit.empty(
                _("No forms yet"),
                _("Choose a trade in the first step and its forms appear here, or skip this step."),
                ghost=[kit.skeleton(), kit.skeleton("40%")],
                action=kit.link_button(_("Choose a trade"), "/app/onboarding?step=workspace"),
            ),
        ),
    )


def _form(form: FormLine) -> rx.Component:
    def service(pick: PickLine) -> rx.Component:
        return rx.cond(pick.checked, kit.chip(pick.name), rx.fragment())

    return rx.el.li(
        rx.el.div(
            rx.el.span(
                kit.link(form.name, f"/app/forms/{form.id}", strong=True),
                rx.el.span(form.about, class_name="t2 block"),
                rx.el.span(rx.foreach(form.services, service), class_name="row wrap"),
                class_name="grow",
            ),
            kit.toggle(_("Send this form"), checked=form.active, on_change=lambda on: FORMS.turn_form(form.id, on), bare=True),
            class_name="lrow hit",
        )
    )
