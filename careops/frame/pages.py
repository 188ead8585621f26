"""What a signed-in page declares of itself, and the page for addresses the app does not know."""

from collections.abc import Callable
from typing import Any, NamedTuple

import reflex as rx

from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.ui import kit


class Page(NamedTuple):
    """A page's address, name and look; what loads it (the guard comes first by itself), and who may see it (None: any member)."""

    route: str
    title: str
    build: Callable[[], rx.Component]
    on_load: tuple[Any, ...] = ()
    permission: Permission | None = None


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
        rx.el.p(kit.link_button(_("Go to Today"), "/app")),
        class_name="page page-narrow stack stack-4 mt-[16vh]",
        id="main",
        on_mount=rx.call_function(ASK_SERVER),
    )
