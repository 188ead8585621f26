"""Whether something may be sent now: the one decision behind every automatic message and every answer.

In this order: a blocked address, what the person allows, whether a person has taken the conversation over, the quiet hours.

Quiet hours hold for what serves and for marketing, not for a person's own answer. What falls into them is moved to their end, by a
stated rule and never silently:

- a fact somebody waits for (they book at 23:00) goes at once, while it is fresh; an hour later it waits like anything else;
- a message that has lost its sense by the end of the quiet hours goes at once when that is within two hours (the reminder of an
  early visit), else it is dropped: a text at 03:00 about a visit at 08:00 helps nobody;
- marketing is moved, or dropped when it comes too late; it never goes inside.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from careops.contacts.rules.consent import Standing
from careops.core.i18n import text as _
from careops.inbox.rules.delivering import Priority
from careops.inbox.rules.quiet import Rest, next_allowed

FREE = frozenset({"account", "test", "opt_out"})  # `opt_out`: the one answer that confirms a STOP
IMMINENT = timedelta(hours=2)
FRESH = timedelta(minutes=15)

WAYS = {"email": _("email"), "sms": _("text message")}
BLOCKED = {
    "opted_out": _("They opted out of messages by {way}"),
    "erased": _("This address was erased and is not written to"),
    "complained": _("They marked an earlier message as spam"),
    "bounced": _("Earlier messages to this address bounced"),
    "invalid": _("Messages to this address were refused as impossible to deliver"),
}


class Controlled(Protocol):
    """A conversation, as far as it matters here who speaks in it."""

    controller: str
    paused_by: str


@dataclass(frozen=True, slots=True)
class Go:
    """It may be sent now."""


@dataclass(frozen=True, slots=True)
class Wait:
    """It may be sent then."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Stop:
    """It is not sent."""

    reason: str


Verdict = Go | Wait | Stop
GO = Go()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that is known about one message when it is judged. `channels` is what the person allows there for both purposes."""

    channel: str
    purpose: str
    blocked: str
    service: Standing
    marketing: Standing
    timezone: str
    rest: Rest
    at: datetime
    conversation: Controlled | None = None
    yields: bool = False
    priority: int = Priority.usual
    made_at: datetime | None = None
    expires_at: datetime | None = None


def judge(known: Known) -> Verdict:
    """May it be sent now, later, or not at all."""
    if known.purpose in FREE:
        return GO
    if why_not := _refused(known) or _taken_over(known):
        return Stop(why_not)
    if known.purpose == "reply":
        return GO
    return _in_peace(known)


def _refused(known: Known) -> str:
    """The person's own word, or what a provider told us about their address."""
    way = _(WAYS[known.channel])
    if known.blocked:
        return _(BLOCKED[known.blocked], way=way)
    if not known.service.allowed and not known.marketing.allowed and known.service.said:
        return _(BLOCKED["opted_out"], way=way)
    if known.purpose == "marketing" and not known.marketing.allowed:
        return (
            _("They do not want offers by {way}", way=way) if known.marketing.said else _("They never asked for offers by {way}", way=way)
        )
    if known.purpose == "service" and not known.service.allowed:
        return _("They do not want such messages by {way}", way=way)
    return ""


def _taken_over(known: Known) -> str:
    talk = known.conversation
    if not known.yields or talk is None or not talk.controller.startswith("staff:"):
        return ""
    return _("Automation is paused here since {who} took over", who=talk.paused_by or _("a person"))


def _in_peace(known: Known) -> Verdict:
    """The quiet hours, by the rules told above."""
    marketing = known.purpose == "marketing"
    then = next_allowed(known.at, known.timezone, known.rest, offer_by_text=marketing and known.channel == "sms")
    if then == known.at or (not marketing and _awaited(known)):
        return GO
    if then is None:
        return Stop(_("The quiet hours leave no time for it"))
    if known.expires_at is None or known.expires_at > then:
        return Wait(then, _("It waits for the end of the quiet hours"))
    if not marketing and known.expires_at - known.at <= IMMINENT:
        return GO
    return Stop(_("It would be too late once the quiet hours end"))


def _awaited(known: Known) -> bool:
    """A fact somebody waits for, fresh from the moment that made it."""
    return known.priority <= Priority.fact and (known.made_at is None or known.at - known.made_at <= FRESH)
