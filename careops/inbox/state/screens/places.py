"""What the inbox's address says: which list, which conversation, which message."""

from urllib.parse import urlencode

from careops.core.i18n import text as _
from careops.inbox.schemas import Show
from careops.inbox.state.rows import Asked

CHANNELS = {
    "email": (_("Email"), "mail"),
    "sms": (_("SMS"), "smartphone"),
    "chat": (_("Chat"), "message-square"),
    "form": (_("Contact form"), "file-text"),
}
TABS: tuple[tuple[Show, str], ...] = (
    ("open", _("Open")),
    ("mine", _("Mine")),
    ("unassigned", _("Unassigned")),
    ("unread", _("Unread")),
    ("waiting", _("Waiting")),
    ("mentions", _("Mentions")),
    ("snoozed", _("Snoozed")),
    ("closed", _("Closed")),
)


def shown_as(word: str) -> Show:
    """The filter an address names; the open ones where it names none."""
    for show, _label in TABS:
        if show == word:
            return show
    return "open"


def address(asked: Asked, **changed: str) -> str:
    """Where that is shown: what is asked for stays, but for what changes."""
    told = {"show": asked.show, "label": asked.label, "channel": asked.channel, "conversation": asked.conversation} | changed
    place = "/app/inbox" + (f"/{told['conversation']}" if told["conversation"] else "")
    words = {key: told[key] for key in ("show", "label", "channel", "at", "pane") if told.get(key) and told[key] != "open"}
    return f"{place}?{urlencode(words)}" if words else place
