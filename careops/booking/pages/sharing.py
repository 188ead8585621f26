"""Sharing the booking pages at /app/settings/share: link, lines for another site, code to print."""

from typing import Any

import reflex as rx

from careops.booking.state.sharing import Sharing
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.ui import kit

HERE: Any = Sharing
CHOSEN: Any = Sharing.chosen


def share() -> rx.Component:
    """One public page at a time: the business's own, or a service's."""
    content = kit.page(
        kit.page_header(
            _("Share"),
            sentence=rx.el.p(_("Where your customers book."), " ", kit.link(_("All settings"), "/app/settings"), class_name="t2"),
        ),
        rx.cond(HERE.open, rx.fragment(), _closed()),
        kit.sections(_which(), _link(), _frame(), _code()),
        narrow=True,
    )
    return frame(rx.cond(HERE.loaded, content, kit.page(kit.skeleton_rows(6))), title=_("Share"), active="settings")


def _which() -> rx.Component:
    return rx.el.div(kit.select(_("Page"), "shared", HERE.pages, value=CHOSEN.value, on_change=HERE.choose))


def _closed() -> rx.Component:
    return kit.note(_("Your public pages are closed."), action=kit.link_button(_("Review and activate"), "/app/onboarding?step=review"))


def _link() -> rx.Component:
    return kit.section(
        _("Link"),
        kit.field(_("Address"), "share-url", value=CHOSEN.url, read_only=True),
        kit.form_foot(
            kit.copy_button("share-url", _("Copy link")),
            kit.link_button(_("View page"), CHOSEN.url, look="quiet", outside=True, icon_name="external-link", target="_blank"),
        ),
        id="link",
    )


def _frame() -> rx.Component:
    return kit.section(
        _("On your own site"),
        kit.textarea(
            _("Lines to paste where the calendar should stand"),
            "share-snippet",
            value=CHOSEN.snippet,
            read_only=True,
            rows=6,
            spell_check=False,
            help_text=_("The second line only makes the frame as tall as what it shows; without it the frame scrolls."),
        ),
        kit.form_foot(kit.copy_button("share-snippet", _("Copy lines"))),
        id="frame",
    )


def _code() -> rx.Component:
    return kit.section(
        _("Code to print"),
        rx.el.img(src=CHOSEN.svg, alt=_("Code that leads to this page"), class_name="w-48 h-48 bg-white rounded-lg"),
        kit.form_foot(
            kit.link_button(_("Download for print (SVG)"), CHOSEN.svg, outside=True, icon_name="download", download=CHOSEN.file + ".svg"),
            kit.link_button(_("Download picture (PNG)"), CHOSEN.png, outside=True, icon_name="image", download=CHOSEN.file + ".png"),
        ),
        id="code",
    )


PAGES = (Page("/app/settings/share", _("Share"), share, (Sharing.load,), Permission.settings),)
