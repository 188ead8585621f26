"""One form a kind of account; a secret is typed, kept, and never shown again."""

from typing import Any

import reflex as rx

from careops.channels.state import Accounts
from careops.core.i18n import text as _
from careops.ui import kit

HERE: Any = Accounts
SAID: Any = Accounts.said
ERRORS: Any = Accounts.errors
MAIL_SECURITY = [("starttls", _("STARTTLS, port 587")), ("ssl", _("TLS, port 465")), ("none", _("None, port 25"))]
BOX_SECURITY = [("ssl", _("TLS, port 993")), ("starttls", _("STARTTLS, port 143")), ("none", _("None, port 143"))]


def account_form() -> rx.Component:
    """The dialog that adds or changes an account."""
    kinds = [(kind, kit.form(*fields(), _foot(), on_submit=HERE.save)) for kind, fields in FORMS.items()]
    return kit.dialog(
        HERE.title,
        rx.el.div(kit.among(HERE.kind, kinds), key=HERE.form_key.to_string()),
        id="account",
        shown=HERE.form != "",
        on_close=HERE.close("form"),
    )


def _foot() -> rx.Component:
    return kit.form_foot(kit.button(_("Save"), submit=True, look="primary"), kit.button(_("Cancel"), HERE.close("form")))


def _line(label: str, name: str, **more: Any) -> rx.Component:
    return kit.field(label, name, default_value=SAID[name], error=ERRORS[name], auto_complete="off", **more)


def _secret(label: str, name: str, help_text: str = "", *, optional: bool = False) -> rx.Component:
    held = HERE.kept.contains(name)
    return kit.field(
        label,
        name,
        type="password",
        error=ERRORS[name],
        auto_complete="new-password",
        placeholder=rx.cond(held, _("Kept; type to replace it"), ""),
        help_text=help_text,
        optional=optional,
    )


def _name() -> rx.Component:
    return _line(_("Name"), "label", optional=True, max_length=80)


def _sender(**more: Any) -> rx.Component:
    return _line(_("Messages come from"), "mail_from", type="email", placeholder="hello@example.com", **more)


def _inbound(help_text: str) -> rx.Component:
    return _line(_("Domain for answers"), "inbound_domain", optional=True, placeholder="reply.example.com", help_text=help_text)


def _resend() -> list[rx.Component]:
    return [
        kit.form_row(_name(), _secret(_("API key"), "api_key")),
        _sender(help_text=_("Its domain must be verified at Resend.")),
        _secret(
            _("Signing secret of the webhook"),
            "webhook_secret",
            _("Begins with whsec_. You get it after adding the webhook."),
            optional=True,
        ),
        _inbound(_("Receiving must be switched on for it at Resend. Without it, answers go to your own address.")),
    ]


def _sendgrid() -> list[rx.Component]:
    return [
        kit.form_row(_name(), _secret(_("API key"), "api_key")),
        _sender(help_text=_("It must be a verified sender at SendGrid.")),
        kit.form_row(
            _secret(_("Verification key of events"), "webhook_key", optional=True),
            _secret(_("Verification key of received mail"), "parse_key", optional=True),
        ),
        _inbound(_("Its mail must lead to SendGrid's Inbound Parse. Without it, answers go to your own address.")),
    ]


def _smtp() -> list[rx.Component]:
    return [
        kit.form_row(_name(), _line(_("Mail server"), "host", placeholder="smtp.example.com")),
        kit.form_row(_security(MAIL_SECURITY), _line(_("Port"), "port", optional=True, input_mode="numeric")),
        kit.form_row(_line(_("User name"), "username", optional=True), _secret(_("Password"), "password", optional=True)),
        _sender(),
        _inbound(_("A domain whose mail comes into a mailbox you add here.")),
    ]


def _security(choices: list[tuple[str, str]]) -> rx.Component:
    return kit.select(_("Security"), "security", choices, default_value=SAID["security"], error=ERRORS["security"])


def _twilio() -> list[rx.Component]:
    return [
        kit.form_row(_name(), _line(_("Account SID"), "account_sid", placeholder="AC…")),
        _secret(_("Auth token"), "auth_token"),
        kit.form_row(
            _line(_("Texts come from"), "from_number", type="tel", optional=True, placeholder="+12025550123"),
            _line(_("Or a messaging service"), "messaging_service_sid", optional=True, placeholder="MG…"),
        ),
    ]


def _imap() -> list[rx.Component]:
    return [
        kit.form_row(_name(), _line(_("Mail server"), "host", placeholder="imap.example.com")),
        kit.form_row(_security(BOX_SECURITY), _line(_("Port"), "port", optional=True, input_mode="numeric")),
        kit.form_row(_line(_("User name"), "username"), _secret(_("Password"), "password")),
        _line(_("Folder"), "folder"),
        _line(
            _("Server that checks senders"),
            "checked_by",
            optional=True,
            placeholder="mx.example.com",
            help_text=_("As it names itself under Authentication-Results. Without it, who writes first is shown as not verified."),
        ),
        kit.note(_("It begins with the next mail that comes; what is there already stays where it is.")),
    ]


FORMS = {"resend": _resend, "sendgrid": _sendgrid, "smtp": _smtp, "twilio": _twilio, "imap": _imap}
