"""A rule as a sentence, in parts: what the owner may change stands apart from the words around it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from careops.automation.rules.catalogue import Anchor, Known, Trigger
from careops.automation.rules.conditions import as_is, told_group
from careops.automation.rules.messages import message_of
from careops.automation.rules.timing import span_text
from careops.automation.schemas.defining import (
    Action,
    AddLabel,
    AlertTeam,
    AskForm,
    Assign,
    CallWebhook,
    Close,
    Definition,
    Pause,
    Send,
    Snooze,
    Way,
    Write,
)
from careops.core.i18n import text as _

WAYS: dict[Way, str] = {
    "email": _("email"),
    "sms": _("text message"),
    "email_or_sms": _("email, else text message"),
    "sms_or_email": _("text message, else email"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Some words; a `slot` is what the owner may change."""

    words: str
    slot: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called that a rule holds by their ids."""

    value: Callable[[Known, str], str] = as_is
    forms: Mapping[str, str] = field(default_factory=dict[str, str])
    members: Mapping[str, str] = field(default_factory=dict[str, str])


def sentence(trigger: Trigger, definition: Definition, names: Names | None = None) -> str:
    """The rule in one sentence."""
    return "".join(part.words for part in parts(trigger, definition, names))


def parts(trigger: Trigger, definition: Definition, names: Names | None = None) -> list[Part]:
    """The same in parts."""
    names = names or Names()
    said = [*_when(trigger, definition.delay)]
    if definition.open_days:
        said += [Part(_(" (on an open day)"))]
    if definition.conditions.parts:
        said += [Part(_(", if ")), Part(told_group(definition.conditions, trigger, names.value), True)]
    for at, action in enumerate(definition.actions):
        said += [Part(_(", then ") if at else ", "), *does(action, names)]
    return [*said, Part(".")]


def _when(trigger: Trigger, delay: int) -> list[Part]:
    span = Part(span_text(delay), True)
    match trigger.anchor:
        case Anchor.begins:
            return [span, Part(_(" before ")), Part(trigger.title, True)]
        case Anchor.ends | Anchor.due:
            return [span, Part(_(" after ")), Part(trigger.title, True)]
        case Anchor.waiting | Anchor.answered:
            return [Part(_("When ")), Part(trigger.title, True), Part(_(" for ")), span]
        case Anchor.event:
            now = [Part(_("When ")), Part(trigger.title, True)]
            return [*now, Part(_(", wait ")), span] if delay else now


def does(action: Action, names: Names) -> list[Part]:
    """What is done, as part of the sentence."""
    match action:
        case Send():
            message = message_of(action.message)
            return _sending(message.title if message else action.message, action.way)
        case Write():
            return _sending(_("“{words}”", words=_short(action.subject or action.text)), action.way)
        case AskForm():
            return [Part(_("ask for ")), Part(_named(names.forms, str(action.template_id), _("a form")), True)]
        case AlertTeam():
            return [Part(_("alert the team: ")), Part(_("“{words}”", words=_short(action.text)), True)]
        case Assign():
            whose = _named(names.members, str(action.member_id), _("a colleague")) if action.member_id else _("nobody")
            return [Part(_("give the conversation to ")), Part(whose, True)]
        case AddLabel():
            return [Part(_("label the conversation ")), Part(_("“{words}”", words=action.label), True)]
        case Close():
            return [Part(_("close the conversation"), True)]
        case Snooze():
            return [Part(_("snooze the conversation for ")), Part(span_text(action.minutes), True)]
        case Pause():
            return [Part(_("pause automation"), True), Part(_(" in that conversation"))]
        case CallWebhook():
            return [Part(_("call your webhooks"), True)]


def _sending(what: str, way: Way) -> list[Part]:
    return [Part(_("send ")), Part(what, True), Part(_(" by ")), Part(WAYS[way], True)]


def _named(names: Mapping[str, str], id: str, otherwise: str) -> str:
    return names.get(id, otherwise)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 48 else f"{line[:47].rstrip()}…"


def action_text(action: Action, names: Names | None = None) -> str:
    """What is done, by itself: "send Reminder by text message, else email"."""
    return "".join(part.words for part in does(action, names or Names()))
