"""An account as the screen shows it: in words, never with a secret."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.channels import queries
from careops.channels.schemas import IntegrationRow
from careops.core.actor import Actor
from careops.core.i18n import plural
from careops.core.i18n import text as _

KINDS = {
    "resend": "Resend",
    "sendgrid": "SendGrid",
    "smtp": _("Mail server (SMTP)"),
    "twilio": "Twilio",
    "imap": _("Mailbox (IMAP)"),
    "local": _("Local outbox"),
}


@dataclass(frozen=True)
class Line:
    """An account, as the list shows it; `why` says what is wrong, `figures` how much it did."""

    id: str
    kind: str
    name: str
    about: str
    place: str
    state: str
    tone: str
    icon: str
    why: str
    figures: str
    on: bool
    fixed: bool
    first: bool
    last: bool
    hooked: bool
    to_switch: str
    to_test: str
    to_edit: str
    to_remove: str
    to_raise: str
    to_lower: str
    to_connect: str


@dataclass(frozen=True)
class Group:
    """The accounts of one channel, first choice first."""

    channel: str
    title: str
    about: str
    lines: list[Line]


GROUPS = (
    ("email", _("Email"), _("Messages leave through the first that works; the next steps in when it does not.")),
    ("sms", _("Text messages"), _("Texts leave through the first that works.")),
    ("mailbox", _("Mailboxes"), _("Looked into every minute; new mail becomes a conversation. Nothing in them is changed.")),
)


def listed(db: Session, actor: Actor) -> list[Group]:
    """Every account in words, by what it is for."""
    here = business.profile(db, actor)
    rows = queries.listing(db, actor)
    groups = [
        Group(channel, title, about, _lines([row for row in rows if row.channel == channel], here)) for channel, title, about in GROUPS
    ]
    return [group for group in groups if group.lines]


def _lines(rows: Sequence[IntegrationRow], here: BusinessRow) -> list[Line]:
    """In their order; the local outbox stays last."""
    movable = [row.id for row in rows if row.kind != "local"]
    ends = (movable[:1], movable[-1:])
    return [_line(row, here, first=[row.id] == ends[0], last=[row.id] == ends[1], at=at) for at, row in enumerate(rows, 1)]


def _line(row: IntegrationRow, here: BusinessRow, *, first: bool, last: bool, at: int) -> Line:
    name = row.label or KINDS[row.kind]
    state, tone, icon, why = _state(row, here)
    return Line(
        id=str(row.id),
        kind=row.kind,
        name=name,
        about=_about(row),
        place=str(at) if row.used else "",
        state=state,
        tone=tone,
        icon=icon,
        why=why,
        figures=_figures(row, here),
        on=row.enabled,
        fixed=row.kind == "local",
        first=first,
        last=last,
        hooked=bool(row.hook_url),
        to_switch=_("Use {name}", name=name),
        to_test=_("Look into {name} now", name=name) if row.kind == "imap" else _("Send a test through {name}", name=name),
        to_edit=_("Edit {name}", name=name),
        to_remove=_("Remove {name}", name=name),
        to_raise=_("Try {name} earlier", name=name),
        to_lower=_("Try {name} later", name=name),
        to_connect=_("Webhook address of {name}", name=name),
    )


def _about(row: IntegrationRow) -> str:
    if row.kind == "local":
        return _("Keeps messages here for you to read; nothing leaves this machine")
    sender = row.mail_from or row.from_number or row.messaging_service_sid or row.username
    at = row.host if row.host and row.host != row.label else ""
    return " · ".join(part for part in (KINDS[row.kind], sender, at) if part)


def _state(row: IntegrationRow, here: BusinessRow) -> tuple[str, str, str, str]:
    """Words, tone and icon, and what is wrong."""
    if not row.enabled:
        return _("Switched off"), "", "pause", ""
    if row.breaker == "open" and row.open_until:
        again = here.moment(row.open_until)
        return _("Left alone until: {when}", when=again), "danger", "ban", row.last_error
    if row.breaker == "trying":
        return _("Trying again with the next message"), "warn", "clock", row.last_error
    if row.health == "failing":
        return _("The last try failed"), "warn", "triangle-alert", row.last_error
    if row.health == "unused":
        return (_("Waiting"), "", "clock", "") if row.kind == "local" else (_("Not tried yet"), "info", "circle-dashed", "")
    if row.kind != "local" and not row.used and row.channel != "mailbox":
        return _("Ready, behind the others"), "ok", "check", ""
    return _("Works"), "ok", "check", ""


def _figures(row: IntegrationRow, here: BusinessRow) -> str:
    """Last success, and this hour where there was something."""
    told: list[str] = []
    if row.last_success_at:
        at = here.moment(row.last_success_at)
        told.append(_("Last read: {when}", when=at) if row.channel == "mailbox" else _("Last accepted: {when}", when=at))
    if row.hour_failed:
        all_of_them = row.hour_sent + row.hour_failed
        told.append(_("{failed} of {count} failed this hour", failed=row.hour_failed, count=all_of_them))
    elif row.hour_sent and row.channel != "mailbox":
        told.append(plural("{count} this hour", "{count} this hour", row.hour_sent))
    return " · ".join(told)
