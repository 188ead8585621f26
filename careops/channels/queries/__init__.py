"""Reading the accounts; a secret leaves this room only inside a gateway or a webhook's reader."""

from careops.channels.queries.accounts import LOCAL_LABEL, breakers, get, hook_url, listing, local, ready, row, working
from careops.channels.queries.opening import Hooked, by_hook, gateway, mailbox

__all__ = [
    "LOCAL_LABEL",
    "Hooked",
    "breakers",
    "by_hook",
    "gateway",
    "get",
    "hook_url",
    "listing",
    "local",
    "mailbox",
    "ready",
    "row",
    "working",
]
