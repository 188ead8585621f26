"""What somebody allows, what their own words mean for it, and under which key an address is remembered when they are gone.

How a standing comes about: the ledger is only added to, and the latest word that covers a channel and a purpose counts. Where
nothing was said, messages that serve (a booking's facts, reminders) may be sent and marketing may not. STOP takes everything on
that channel back; START brings back what serves, while marketing wants its own yes again.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

from careops.contacts.rules.people import email_key
from careops.core.crypto import keyed_hashes
from careops.core.i18n import text as _

Keyword = Literal["stop", "start", "help", "maybe"]
MOST_READ = 2000  # characters of a message that are looked at


# ── the standing ─────────────────────────────────────────


class Entry(Protocol):
    """One line of the ledger."""

    channel: str
    purpose: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether that may be sent, and whether the person ever said so themselves."""

    allowed: bool
    said: bool


def standing(entries: Iterable[Entry], channel: str, purpose: str) -> Standing:
    """What the ledger, oldest first, comes to for one channel and purpose."""
    latest: bool | None = None
    for entry in entries:
        if entry.channel == channel and entry.purpose in (purpose, "all"):
            latest = entry.allowed
    return Standing(purpose != "marketing" if latest is None else latest, latest is not None)


# ── the key that outlives the contact ────────────────────


def address_key(channel: str, address: str) -> str:
    """The one spelling of an address that a channel sends to."""
    return (email_key(address) or "") if channel == "email" else "".join(c for c in address if c.isdigit() or c == "+")


def address_hashes(workspace_id: UUID, channel: str, address: str) -> list[str]:
    """What is kept of an address nothing goes to: nobody can read it back, nor find the same person in another workspace.

    The first is what is kept today; the others are what was kept under the installation's former keys.
    """
    return keyed_hashes("suppression", f"{workspace_id}:{channel}:{address_key(channel, address)}")


# ── what forms tell ──────────────────────────────────────


def writes_about_it(locale: str) -> str:
    """What a public form says beside its button; kept word for word as the basis of what is sent."""
    return _("We write to you about what you ask for here. You can end that at any time.", locale)


# ── what people write ────────────────────────────────────


def _plain(text: str) -> str:
    """The words without case, Latin accents, and what stands around them."""
    bare = unicodedata.normalize("NFKD", text[:MOST_READ].casefold().replace("’", "'"))
    bare = unicodedata.normalize("NFC", "".join(c for c in bare if not "\u0300" <= c <= "\u036f"))
    words = " ".join(bare.split())
    begin, end = 0, len(words)
    while begin < end and unicodedata.category(words[begin])[0] not in "LMN":
        begin += 1
    while end > begin and unicodedata.category(words[end - 1])[0] not in "LMN":
        end -= 1
    return words[begin:end]


def _phrases(listed: str) -> frozenset[str]:
    return frozenset(_plain(words) for words in listed.split("|"))


STOP = _phrases(
    "stop|stopall|stop all|unsubscribe|cancel|end|quit|revoke|optout|opt out|opt-out|"  # what Twilio and the law of the USA name
    "alto|parar|pare|basta|baja|cancelar|no más|detener|fin|"
    "stopp|abmelden|abbestellen|beenden|ende|austragen|kündigen|"
    "arrêt|arrêter|arrêtez|désabonner|désabonnement|se désabonner|désinscrire|désinscription|"
    "रोकें|रोको|रुको|बंद|बंद करें|बंद करो|स्टॉप|band karo|roko"
)
PLAIN = _phrases("stop|stopall|stop all|unsubscribe|optout|opt out|opt-out|abmelden|abbestellen|désabonner|se désabonner|baja")
START = _phrases("start|unstop|resume|alta|iniciar|reanudar|starten|anmelden|démarrer|reprendre|शुरू|शुरू करें|चालू|स्टार्ट")
AGREE = _phrases("yes|sí|ja|oui|हाँ|हां")
HELP = _phrases("help|info|ayuda|hilfe|aide|मदद|सहायता|हेल्प")

CARRIERS = _phrases("stop|stopall|unsubscribe|cancel|end|quit|revoke|optout|start|yes|unstop|help|info")

_FREE = re.compile(
    "|".join(
        (
            # English
            r"\b(?:stop|quit|cease)\s+(?:\w+\s+)?(?:text|messag|send|email|mail|contact|call|both|spam|writ)\w*",
            r"\b(?:don'?t|do not|never|dont)\s+(?:\w+\s+)?(?:text|message|email|mail|contact|write|send|call|spam)\b",
            r"\b(?:no more|not want|don'?t want|dont want)\b.{0,20}\b(?:texts?|messages?|emails?|mails?|sms|reminders?|spam|ads?)\b",
            r"\bunsubscribe\b|\bopt(?:ing|ed)?[\s-]?out\b|\btake me off\b|\bremove (?:me|my)\b|\bleave me alone\b|\bwrong number\b",
            r"\brevoke\b.{0,20}\bconsent\b|^(?:please\s+)?stop(?:\s+\S+){0,3}$",
            # Spanish
            r"\bno\s+me\s+(?:escrib|mand|envi|contact|llam|molest)\w*|\bdej(?:a|e|en|ad)\s+de\s+(?:\w+\s+)?(?:escrib|mand|envi|contact|molest)\w*",
            r"\bno\s+(?:quiero|deseo)\b.{0,20}\b(?:mensajes?|correos?|sms|publicidad)\b|\bno mas (?:mensajes?|correos?|sms)\b",
            r"\b(?:dar(?:me)?|deme|dame)\s+de\s+baja\b|\bcancel\w*\s+(?:la\s+|mi\s+)?suscripcion\b|\bborr\w+\s+mi\s+(?:numero|correo)\b",
            # German
            r"\bkeine?\s+(?:\w+\s+){0,2}(?:sms|nachrichten?|e-?mails?|mails?|werbung|post)\b|\b(?:hor|hort|horen)\s+(?:sie\s+)?(?:bitte\s+)?auf\b",
            r"\bschreib\w*\s+(?:sie\s+)?(?:mir|uns)\s+(?:bitte\s+)?nicht\b|\bnicht\s+mehr\s+(?:\w+\s+)?(?:schreib|kontakt|anschreib|anruf)\w*",
            r"\b(?:abmeld|abbestell|widerruf)\w*|\b(?:losch|entfern)\w*\s+(?:sie\s+)?(?:bitte\s+)?meine\w*\s+(?:nummer|daten|adresse)\b",
            # French
            r"\bne\s+(?:m'|me\s+|plus\s+m'|plus\s+me\s+)\s*(?:ecri|envo|contact|text|appel)\w*|\barret\w*\s+de\s+(?:m'|me\s+)?\w+",
            r"\bplus\s+(?:de\s+|aucun\s+)(?:messages?|sms|e-?mails?|mails?|textos?|pub)\b|\bdes(?:abonn|inscri)\w*",
            r"\b(?:retir|supprim|enlev)\w*[\s-](?:moi|mon\s+(?:numero|adresse))\b",
            # Hindi, in both scripts
            r"(?:मैसेज|संदेश|एसएमएस|मेल|ईमेल|कॉल).{0,20}(?:मत|बंद|नहीं चाहिए)|मत\s+भेज|संपर्क\s+(?:न|मत)|परेशान\s+(?:न|मत)",
            r"\b(?:message|msg|sms|mail)\w*.{0,15}\b(?:mat|band|nahi chahiye)\b|\bmat\s+bhej\w*",
        )
    )
)  # fmt: skip


def keyword(text: str, *, channel: str = "sms", opted_out: bool = False) -> Keyword | None:
    """What a whole message means for consent: stop, start or help; "maybe" where free words sound like "leave me be".

    A keyword counts only when it is all that was written. YES and its like bring somebody back only who had left: otherwise it
    answers a question. In mail, where CANCEL or INFO are ordinary words, only the plainest ones count.
    """
    words = _plain(text)
    if not words:
        return None
    if words in (STOP if channel == "sms" else PLAIN):
        return "stop"
    if words in START and (channel == "sms" or opted_out):
        return "start"
    if opted_out and words in AGREE:
        return "start"
    if channel == "sms" and words in HELP:
        return "help"
    return "maybe" if _FREE.search(words) else None


def answered_by_carrier(text: str) -> bool:
    """Whether Twilio answers such a message itself on its long numbers; a second confirmation would be one too many."""
    return _plain(text) in CARRIERS
