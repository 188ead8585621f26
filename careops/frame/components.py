"""The shell every signed-in page stands in, filled from who is here. Navigation is data: it knows addresses, never pages."""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

import reflex as rx

from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.schemas import BellRow, Found, FoundGroup, NoticeRow, SwitchRow
from careops.frame.state import Frame, Palette
from careops.ui import kit

# Read from its class, a State's value is a Var; its type says what it will hold.
SHOWN: Any = Frame.shown
NEEDS: Any = Frame.needs
LOOKED: Any = Palette


class Place(NamedTuple):
    """Somewhere to go: its key (also of its counter), words, address, icon, who may, its key after g."""

    key: str
    label: str
    href: str
    icon: str
    permission: Permission | None = None
    go: str = ""
    waits: str = ""  # what its count counts
    words: str = ""  # other names it is found by


MAIN = (
    Place("today", _("Today"), "/app", "sun", None, "t", words="home dashboard"),
    Place("inbox", _("Inbox"), "/app/inbox", "inbox", Permission.inbox, "i", _("unanswered"), "conversations messages"),
    Place("calendar", _("Calendar"), "/app/calendar", "calendar", Permission.bookings_view, "c", words="day schedule"),
    Place("contacts", _("Contacts"), "/app/contacts", "users", Permission.contacts_view, "p", words="clients people"),
)
MANAGE = (
    Place("bookings", _("Bookings"), "/app/bookings", "list", Permission.bookings_view, "b", _("to confirm"), "appointments upcoming"),
    Place("forms", _("Forms"), "/app/forms", "clipboard-list", Permission.forms_view, "f", _("overdue"), "intake questions submissions"),
    Place("inventory", _("Inventory"), "/app/inventory", "package", Permission.inventory_view, "v", _("running low"), "stock items shelf"),
    Place("automations", _("Automations"), "/app/automations", "zap", Permission.automation_manage, "u", words="rules reminders when then"),
    Place("reports", _("Reports"), "/app/reports", "chart-column", Permission.reports, "d", words="figures revenue charts statistics csv"),
    Place("alerts", _("Alerts"), "/app/alerts", "bell", None, "a", _("open"), "problems warnings"),
    Place("jobs", _("Jobs"), "/app/jobs", "timer", Permission.automation_manage, "j", words="schedule background runs"),
    Place("outbox", _("Outbox"), "/app/outbox", "send", Permission.deliveries, "o", words="sent mail deliveries"),
)
ADMINISTER = (
    Place("team", _("Team"), "/app/team", "user-plus", Permission.team, "m", words="members invitations roles"),
    Place(
        "integrations",
        _("Integrations"),
        "/app/integrations",
        "plug",
        Permission.settings,
        "x",
        words="accounts email sms resend sendgrid smtp twilio imap providers",
    ),
    Place("settings", _("Settings"), "/app/settings", "settings", Permission.settings, "s", words="workspace"),
)
NAVIGATION = ((_("Main"), MAIN), (_("Manage"), MANAGE), (_("Workspace settings"), ADMINISTER))

# What one may do, and places inside of places: found in Find or do only.
DEEDS = (
    Place("", _("New booking"), "/app/calendar?new=1", "calendar-plus", Permission.bookings_manage, words="book appointment add"),
    Place("", _("New contact"), "/app/contacts", "user-plus", Permission.contacts_manage, words="client person add"),
    Place("", _("Bring in contacts from a file"), "/app/contacts/import", "upload", Permission.contacts_manage, words="import csv"),
    Place("", _("Count stock"), "/app/inventory/stocktakes", "clipboard-check", Permission.inventory_manage, words="stocktake inventory"),
    Place("", _("Order stock"), "/app/inventory/orders", "truck", Permission.inventory_manage, words="purchase supplier buy"),
    Place("", _("Share the booking page"), "/app/settings/share", "share-2", Permission.settings, words="link embed qr"),
)
INSIDE = (
    Place("", _("Services"), "/app/settings/services", "tag", Permission.settings, words="booking types prices"),
    Place("", _("People and rooms"), "/app/settings/providers", "users", Permission.settings, words="providers staff resources hours"),
    Place("", _("Closed days"), "/app/settings/closures", "calendar-x", Permission.settings, words="holidays closures"),
    Place("", _("Words of messages"), "/app/settings/messages", "mail", Permission.settings, words="templates e-mail text"),
    Place("", _("Labels and canned replies"), "/app/settings/inbox", "message-square", Permission.inbox, words="shortcuts"),
    Place("", _("Webhooks"), "/app/settings/webhooks", "webhook", Permission.settings, words="api integrations"),
    Place("", _("Calendars"), "/app/settings/calendars", "calendar-sync", Permission.bookings_view, words="ical feed google outlook"),
    Place("", _("Waitlist"), "/app/bookings/waitlist", "hourglass", Permission.bookings_view, words="waiting"),
    Place("", _("Published times"), "/app/slots", "calendar-range", Permission.bookings_view, words="slots classes sessions"),
    Place("", _("Fields and tags"), "/app/contacts/fields", "tags", Permission.contacts_view, words="custom segments"),
    Place("", _("You"), "/app/settings/you", "circle-user", None, words="profile password sessions two-factor"),
)

KEYS = (
    (("⌘", "K"), _("Find or do")),
    (("?",), _("All keys")),
    *((("g", place.go), _("Go to {place}", place=place.label)) for _title, places in NAVIGATION for place in places),
    (("j", "k"), _("Walk through a list")),
    (("r",), _("Reply")),
    (("n",), _("Write a note, or make something new")),
    (("e",), _("Close the conversation")),
    (("s",), _("Snooze the conversation")),
    (("a",), _("Assign the conversation")),
    (("l",), _("Label the conversation")),
    (("/",), _("Search; in an answer, canned replies")),
    (("Esc",), _("Close what is open")),
)


def _allowed(place: Place, link: rx.Component) -> rx.Component:
    return link if place.permission is None else rx.cond(SHOWN.allowed.contains(place.permission.value), link, rx.fragment())


def _count(place: Place) -> rx.Var[int] | None:
    return SHOWN.counts.get(place.key, 0).to(int) if place.waits else None


def _link(place: Place, active: str, *, go: bool) -> rx.Component:
    return _allowed(
        place,
        kit.nav_link(
            place.label,
            place.href,
            place.icon,
            current=place.key == active,
            count=_count(place),
            count_words=place.waits,
            go=place.go if go else "",
        ),
    )


def _groups(active: str, *, go: bool) -> list[rx.Component]:
    return [kit.nav_group(title, *[_link(place, active, go=go) for place in places]) for title, places in NAVIGATION]


def _switch_to(workspace: SwitchRow) -> rx.Component:
    return kit.native_form(
        rx.el.input(type="hidden", name="workspace_id", value=workspace.id),
        rx.el.button(
            rx.el.span(workspace.initial, class_name="mark", aria_hidden="true"),
            workspace.name,
            rx.cond(workspace.current, rx.el.span(kit.icon("check"), kit.hidden(_("you are here")), class_name="end"), rx.fragment()),
            type="submit",
        ),
        action="/switch",
    )


def _sign_out() -> rx.Component:
    return kit.native_form(rx.el.button(kit.icon("log-out"), _("Sign out"), type="submit"), action="/logout")


def _person() -> rx.Component:
    return kit.person_menu(
        SHOWN.name,
        SHOWN.initials,
        SHOWN.tint,
        rx.el.div(SHOWN.email, class_name="menu-said"),
        rx.cond(
            SHOWN.allowed.contains(Permission.bookings_view.value),
            kit.menu_link(_("Calendars"), "/app/settings/calendars", icon_name="calendar-sync"),
            rx.fragment(),
        ),
        kit.menu_item(_("All keys"), icon_name="keyboard", key="?", opens=kit.KEYS),
        kit.menu_line(),
        _sign_out(),
    )


def _bell(*, upwards: bool) -> rx.Component:
    """What needs the person, from every page; its number is that of the alerts."""
    told = rx.cond(
        SHOWN.bell.length() > 0,
        rx.foreach(SHOWN.bell, _told),
        rx.el.div(_("Nothing needs you"), class_name="menu-said"),
    )
    every = kit.menu_link(_("All alerts"), "/app/alerts", icon_name="bell")
    return kit.bell(SHOWN.counts.get("alerts", 0).to(int), told, kit.menu_line(), every, upwards=upwards)


def _told(row: BellRow) -> rx.Component:
    return kit.bell_line(row.text, row.href, urgency=row.urgency, tone=row.tone)


def _sidebar(active: str) -> rx.Component:
    workspace = kit.workspace_menu(SHOWN.workspace_name, SHOWN.workspace_initial, rx.foreach(SHOWN.workspaces, _switch_to))
    return kit.sidebar(workspace, *_groups(active, go=True), person=rx.fragment(_person(), _bell(upwards=True)))


def _phone_bar(active: str) -> rx.Component:
    thumb = [
        _allowed(
            place,
            kit.phone_link(place.label, place.href, place.icon, current=place.key == active, count=_count(place), count_words=place.waits),
        )
        for place in MAIN
    ]
    rest = [kit.nav_group(title, *[_link(place, active, go=False) for place in places]) for title, places in NAVIGATION[1:]]
    return kit.phone_bar(*thumb, kit.phone_more(*rest, rx.foreach(SHOWN.workspaces, _switch_to), _sign_out()))


def _palette() -> rx.Component:
    """What was found stands first, then what one may do, then every place; before anything is typed, what was opened last."""

    def entry(place: Place) -> rx.Component:
        keys = ("g", place.go) if place.go else ()
        return _allowed(place, kit.palette_entry(place.label, place.href, icon_name=place.icon, words=place.words, keys=keys))

    everywhere = [entry(place) for _title, places in NAVIGATION for place in places]
    recent = rx.cond(
        (LOOKED.recent.length() > 0) & (LOOKED.words == ""),
        kit.palette_group(_("Opened last"), rx.foreach(LOOKED.recent, _found), id="recent"),
        rx.fragment(),
    )
    return kit.palette(
        recent,
        rx.foreach(LOOKED.groups, _found_group),
        kit.palette_group(_("Do"), *[entry(deed) for deed in DEEDS], id="do"),
        kit.palette_group(_("Go to"), *everywhere, *[entry(place) for place in INSIDE], id="go"),
        on_search=LOOKED.find,
    )


def _found_group(group: FoundGroup) -> rx.Component:
    return kit.palette_group(group.title, rx.foreach(group.found, _found), id=group.key)


def _found(one: Found) -> rx.Component:
    start = rx.cond(one.initials, kit.avatar(one.initials, one.tint), rx.el.span(kit.icon(one.icon), class_name="pal-i"))
    return kit.palette_found(one.title, one.detail, one.href, start=start, on_click=LOOKED.opened(one.href))


def _notice(notice: NoticeRow) -> rx.Component:
    undo = rx.cond(notice.undo, kit.button(_("Undo"), cast("Any", Frame.undo)(notice.id), small=True), rx.fragment())
    return kit.toast(notice.text, tone=notice.tone, on_close=Frame.told(notice.id), undo=undo)


def notices() -> rx.Component:
    """What the person is told; for pages that stand outside the frame too."""
    return kit.toast_region(rx.foreach(Frame.notices, _notice))


def admitted(content: kit.Child, *, alone: bool = False) -> rx.Component:
    """What a page shows, for those who may see it; the others are told so. `alone` where nothing is around it."""
    barred = kit.page(
        rx.el.div(
            rx.el.h1(_("This page is not open to you"), class_name="h1"),
            rx.el.p(_("Your role does not include it. Whoever looks after the team can change that."), class_name="t2"),
            rx.el.p(kit.link_button(_("Go to Today"), "/app")),
            class_name="stack stack-4",
        ),
        narrow=True,
    )
    return rx.cond((NEEDS == "") | SHOWN.allowed.contains(NEEDS), content, rx.el.main(barred, id="main") if alone else barred)


def frame(
    content: kit.Child,
    *,
    title: str,
    active: str = "",
    fixed: bool = False,
    phone_top: bool = True,
    keys: Sequence[tuple[tuple[str, ...], str]] = (),
) -> rx.Component:
    """A whole signed-in page. `active` is the key of its place; `fixed` for panes that scroll by themselves; `phone_top` gives a phone
    the line with its title, for pages without a bar of their own; `keys` are those of the page, told before everybody's."""
    return kit.shell(
        rx.fragment(kit.phone_top(title, _bell(upwards=False)) if phone_top else rx.fragment(), admitted(content)),
        sidebar=_sidebar(active),
        phone_bar=_phone_bar(active),
        over=rx.fragment(_palette(), kit.keys_dialog((*keys, *KEYS)), notices()),
        fixed=fixed,
    )


def head() -> list[rx.Component]:
    """What every page's head carries: the script of keys, dialogs and toasts, before the first paint."""
    return [rx.el.script(src="/careops.js"), rx.el.script(src="/scan.js", defer=True)]
