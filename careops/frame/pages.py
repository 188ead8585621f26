"""The page for addresses the signed-in app does not know."""

import reflex as rx

from careops.core.i18n import text as _
from careops.ui import kit

# React's router ends here for every address it does not know, the server's own pages too: ask the server once, by loading it.
ASK_SERVER = (
    "() => { const loaded = performance.getEntriesByType('navigation')[0].name.split('#')[0];"
    " if (loaded !== location.href.split('#')[0]) location.reload() }"
)


def lost() -> rx.Component:
    """Page not found, once the server does not know the address either."""
    return rx.el.main(
        rx.el.h1(_("Page not found"), class_name="h1"),
        rx.el.p(_("The address may be old, or mistyped."), class_name="t2"),
        rx.el.p(kit.link(_("Go to Today"), "/app")),
        class_name="page page-narrow stack stack-4",
        id="main",
        on_mount=rx.call_function(ASK_SERVER),
    )
