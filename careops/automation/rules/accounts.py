"""Mail about people's own accounts; sent by CareOps itself, never by a business."""

from collections.abc import Callable
from dataclasses import dataclass

from careops.activity.schemas import EventRow
from careops.core.devices import device
from careops.core.i18n import text as _
from careops.core.settings import settings
from careops.ui.public.frame import Brand
from careops.ui.public.mail import Button, Mail, Paragraph

PRODUCT = "CareOps"


@dataclass(frozen=True, slots=True)
class AccountLetter:
    """How one kind of mail is written; `link` names the private link it needs, if any."""

    link: str
    write: Callable[[EventRow, str], Mail]


def _mail(event: EventRow, subject: str, body: str, button: Button | None, why: str) -> Mail:
    locale = str(event.data.get("locale") or "en")
    blocks = [Paragraph(body), *([button] if button else [])]
    return Mail(Brand(PRODUCT, home=settings.base_url), subject, body, subject, blocks, why, locale=locale)


def _locale(event: EventRow) -> str:
    return str(event.data.get("locale") or "en")


def _verify(event: EventRow, link: str) -> Mail:
    locale = _locale(event)
    return _mail(
        event,
        _("Confirm your email address", locale),
        _("One click shows us that this address is yours.", locale),
        Button(_("Confirm address", locale), link),
        _("You get this because this address was used to register. If that was not you, ignore it.", locale),
    )


def _reset(event: EventRow, link: str) -> Mail:
    locale = _locale(event)
    return _mail(
        event,
        _("Choose a new password", locale),
        _("Somebody asked for a new password for your account. The link works once and for a short time.", locale),
        Button(_("Choose a new password", locale), link),
        _("You get this because a new password was asked for. If that was not you, ignore it; nothing has changed.", locale),
    )


def _already(event: EventRow, _link: str) -> Mail:
    locale = _locale(event)
    return _mail(
        event,
        _("You already have an account", locale),
        _("Somebody tried to register with this address. You have an account already: sign in, or choose a new password.", locale),
        Button(_("Sign in", locale), f"{settings.base_url}/login"),
        _("You get this because this address was used to register.", locale),
    )


def _changed(event: EventRow, _link: str) -> Mail:
    locale = _locale(event)
    return _mail(
        event,
        _("Your password was changed", locale),
        _("If that was you, all is well. If not, choose a new password at once.", locale),
        Button(_("Choose a new password", locale), f"{settings.base_url}/forgot"),
        _("You get this because your password was changed.", locale),
    )


def _invited(event: EventRow, link: str) -> Mail:
    locale = _locale(event)
    who, where = str(event.data.get("inviter") or PRODUCT), str(event.data.get("business") or "")
    return _mail(
        event,
        _("{name} invites you to {business}", locale, name=who, business=where),
        _("{name} would like you to join the team of {business} on CareOps.", locale, name=who, business=where),
        Button(_("Accept the invitation", locale), link),
        _("You get this because {name} gave your address. If you do not know them, ignore it.", locale, name=who),
    )


def _new_sign_in(event: EventRow, _link: str) -> Mail:
    locale = _locale(event)
    browser, network = device(str(event.data.get("agent") or "?")), str(event.data.get("network") or "?")
    return _mail(
        event,
        _("New sign-in to your account", locale),
        _(
            "Somebody signed in with {device} from {network}. If that was not you, choose a new password.",
            locale,
            device=browser,
            network=network,
        ),
        Button(_("Choose a new password", locale), f"{settings.base_url}/forgot"),
        _("You get this because your account was used from a new place.", locale),
    )


def _webhook_off(event: EventRow, _link: str) -> Mail:
    locale = _locale(event)
    host, where = str(event.data.get("host") or "?"), str(event.data.get("business") or PRODUCT)
    return _mail(
        event,
        _("A webhook of {business} was switched off", locale, business=where),
        _(
            "The webhook to {host} was switched off: {reason}. What it missed can be sent again once it is on.",
            locale,
            host=host,
            reason=str(event.data.get("reason") or "?"),
        ),
        Button(_("Look at webhooks", locale), f"{settings.base_url}/app/settings/webhooks"),
        _("You get this because you own {business}.", locale, business=where),
    )


LETTERS: dict[str, AccountLetter] = {
    "account.verification_due": AccountLetter("verify", _verify),
    "account.reset_due": AccountLetter("reset", _reset),
    "account.already_registered": AccountLetter("", _already),
    "account.password_changed": AccountLetter("", _changed),
    "account.invited": AccountLetter("invite", _invited),
    "sign_in.new": AccountLetter("", _new_sign_in),
    "account.webhook_disabled": AccountLetter("", _webhook_off),
}
