"""The inbox, the local outbox and the deliveries."""

from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.pages import Page
from careops.inbox.pages.deliveries import deliveries, outbox
from careops.inbox.pages.inbox import inbox
from careops.inbox.state import Composer, Deliveries, Inbox, Outbox, Watching

PAGES = (
    Page("/app/inbox", _("Inbox"), inbox, (Composer.load, Inbox.live, Watching.live), Permission.inbox),
    Page("/app/inbox/[conversation_id]", _("Inbox"), inbox, (Composer.load, Inbox.live, Watching.live), Permission.inbox),
    Page("/app/outbox", _("Outbox"), outbox, (Outbox.live,), Permission.deliveries),
    Page("/app/deliveries", _("Deliveries"), deliveries, (Deliveries.live,), Permission.deliveries),
)
