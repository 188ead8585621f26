"""Rules to begin with: each is made switched off, to be looked at, rehearsed and changed."""

from dataclasses import dataclass

from careops.automation.rules.catalogue import DAY
from careops.automation.schemas.defining import (
    AddLabel,
    AlertTeam,
    CallWebhook,
    Condition,
    Definition,
    Group,
    RuleIn,
    Write,
)
from careops.core.i18n import text as _


@dataclass(frozen=True, slots=True)
class Template:
    """A rule somebody may want."""

    key: str
    rule: RuleIn


def _all(*parts: Condition) -> Group:
    return Group(parts=list(parts))


TEMPLATES = (
    Template(
        "refresh",
        RuleIn(
            title=_("Time for a refresh?"),
            trigger="booking.after",
            definition=Definition(
                delay=42 * DAY,
                conditions=_all(Condition(fact="contact.upcoming", values=["no"])),
                actions=[
                    Write(
                        subject=_("Time for a refresh, {first_name}?"),
                        text=_("It has been six weeks since your {service}. Book whenever it suits you: {booking_link}"),
                        purpose="marketing",
                    )
                ],
            ),
        ),
    ),
    Template(
        "late_cancellation",
        RuleIn(
            title=_("Late cancellation"),
            trigger="booking.cancelled",
            definition=Definition(
                conditions=_all(
                    Condition(fact="booking.by", values=["customer"]), Condition(fact="booking.hours_ahead", op="at_most", values=["24"])
                ),
                actions=[
                    AlertTeam(text=_("{name} cancelled {service} within the last 24 hours before it")),
                    AddLabel(label=_("Late cancellation")),
                ],
            ),
        ),
    ),
    Template(
        "chase",
        RuleIn(
            title=_("Still interested?"),
            trigger="message.unreturned",
            definition=Definition(
                delay=3 * DAY,
                conditions=_all(Condition(fact="contact.upcoming", values=["no"])),
                actions=[
                    Write(
                        subject=_("Still interested?"),
                        text=_("Dear {first_name},\n\nare you still interested? Just answer, or book here: {booking_link}"),
                    )
                ],
            ),
        ),
    ),
    Template(
        "form_overdue",
        RuleIn(
            title=_("A form is two days late"),
            trigger="form.overdue",
            definition=Definition(delay=2 * DAY, actions=[AlertTeam(text=_("{name} has not filled in a form that was due two days ago"))]),
        ),
    ),
    Template(
        "worth_knowing",
        RuleIn(
            title=_("A large booking"),
            trigger="booking.created",
            definition=Definition(
                conditions=_all(Condition(fact="booking.price", op="at_least", values=["200"])),
                actions=[AlertTeam(text=_("{name} booked {service}"), priority="low")],
            ),
        ),
    ),
    Template(
        "stock",
        RuleIn(
            title=_("Reorder elsewhere"),
            trigger="inventory.low",
            definition=Definition(actions=[CallWebhook(note=_("reorder"))]),
        ),
    ),
)
BY_KEY = {template.key: template for template in TEMPLATES}
EMPTY = RuleIn(
    title=_("New rule"), trigger="booking.created", definition=Definition(actions=[AlertTeam(text=_("{name} booked {service}"))])
)


def template_of(key: str) -> RuleIn:
    """The rule to begin with; a plain one where there is no such template."""
    return BY_KEY[key].rule if key in BY_KEY else EMPTY
