"""The inbox, the local outbox, the deliveries, and the words of automatic messages."""

from careops.contacts.state import Consents
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.pages import Page
from careops.inbox.pages.deliveries import deliveries, outbox
from careops.inbox.pages.inbox import inbox
from careops.inbox.pages.kept import kept_words
from careops.inbox.pages.templates import message, messages
from careops.inbox.state import Composer, Deliveries, Inbox, KeptWords, Outbox, Watching
from careops.inbox.state.templates import Editor, Wording

LIVE = (Composer.load, Inbox.live, Watching.live, Consents.follow_along)
PAGES = (
    Page("/app/inbox", _("Inbox"), inbox, LIVE, Permission.inbox),
    Page("/app/inbox/[conversation_id]", _("Inbox"), inbox, LIVE, Permission.inbox),
    Page("/app/settings/inbox", _("Labels and canned replies"), kept_words, (KeptWords.live,), Permission.inbox),
    Page("/app/outbox", _("Outbox"), outbox, (Outbox.live,), Permission.deliveries),
    Page("/app/deliveries", _("Deliveries"), deliveries, (Deliveries.live,), Permission.deliveries),
    Page("/app/settings/messages", _("Messages"), messages, (Wording.load,), Permission.settings),
    Page("/app/settings/messages/[message]", _("Messages"), message, (Editor.load,), Permission.settings),
)
