"""Every component in every state, for the eye and for axe; mounted in development only. The salon in it is invented."""

import reflex as rx

from careops.ui import kit
from careops.ui.kit.kitchen_sink.calendar import calendar_pieces
from careops.ui.kit.kitchen_sink.day import day_pieces
from careops.ui.kit.kitchen_sink.floating import floating_pieces
from careops.ui.kit.kitchen_sink.lists import lists_pieces
from careops.ui.kit.kitchen_sink.pressed import pressed_pieces
from careops.ui.kit.kitchen_sink.talk import talk_pieces

KEYS = [(["⌘", "K"], "find or do"), (["?"], "all keys"), (["g", "i"], "go to the inbox"), (["j", "k"], "walk through a list")]


def kitchen_sink() -> rx.Component:
    """The whole kit on one page, inside the shell it will live in."""
    return kit.shell(
        rx.fragment(
            kit.top_bar("Components", kit.theme_toggle()),
            rx.el.div(*pressed_pieces(), *lists_pieces(), *floating_pieces(), class_name="page kits"),
            rx.el.div(*day_pieces(), *calendar_pieces(), *talk_pieces(), class_name="page sections"),
        ),
        sidebar=_sidebar(),
        phone_bar=_phone_bar(),
        over=rx.fragment(_palette(), kit.keys_dialog(KEYS)),
    )


def _sidebar() -> rx.Component:
    return kit.sidebar(
        kit.workspace_menu("Lumen Studio", "L", kit.menu_link("North Barber", "#", icon_name="store")),
        kit.nav_group(
            "Main",
            kit.nav_link("Today", "#today", "sun", current=True),
            kit.nav_link("Inbox", "#inbox", "inbox", count=4, count_words="unanswered", go="i"),
            kit.nav_link("Calendar", "#calendar", "calendar"),
            kit.nav_link("Contacts", "#contacts", "users"),
        ),
        kit.nav_group(
            "Workspace settings",
            kit.nav_link("Alerts", "#alerts", "bell", count=1, count_words="critical", hot=True),
            kit.nav_link("Settings", "#settings", "settings"),
        ),
        person=kit.person_menu(
            "Ana Moreau", "AM", 2, kit.menu_item("All keys", key="?", opens=kit.KEYS), kit.menu_line(), kit.menu_item("Sign out")
        ),
    )


def _phone_bar() -> rx.Component:
    return kit.phone_bar(
        kit.phone_link("Today", "#today", "sun", current=True),
        kit.phone_link("Inbox", "#inbox", "inbox", count=4, count_words="unanswered"),
        kit.phone_link("Calendar", "#calendar", "calendar"),
        kit.phone_link("Contacts", "#contacts", "users"),
        kit.phone_more(kit.nav_group("More", kit.nav_link("Settings", "#settings", "settings"))),
    )


def _palette() -> rx.Component:
    return kit.palette(
        kit.palette_group(
            "Go to",
            kit.palette_entry("Today", "#today", icon_name="sun", keys=("g", "t")),
            kit.palette_entry("Inbox", "#inbox", icon_name="inbox", keys=("g", "i"), words="messages conversations"),
            kit.palette_entry("Calendar", "#calendar", icon_name="calendar", keys=("g", "c")),
            id="go",
        ),
        kit.palette_group("Do", kit.palette_entry("New booking", "#new", icon_name="plus"), id="do"),
    )


__all__ = ["kitchen_sink"]
