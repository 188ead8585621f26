"""Today's figures and lists, asked of every domain the caller may look into: a handful of statements, whatever the size."""

from datetime import timedelta

from sqlmodel import Session

from careops.automation import queries as automation
from careops.automation.rules.alerts import PRIORITIES, since_text
from careops.booking import queries as bookings
from careops.booking.schemas import BookingRow, DaySoFar
from careops.business import queries as businesses
from careops.core import when
from careops.core.actor import Actor, Permission
from careops.core.clock import now, today
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.dashboard.schemas.today import ChaseLine, DashboardStats, Figure, NeedLine, Saying, TodayPage, WaitLine
from careops.forms import queries as forms
from careops.forms.schemas import Status
from careops.inbox import queries as inbox
from careops.inventory import queries as stock
from careops.inventory.schemas import Order

SHOWN = 5
MANY = 50
LATE = timedelta(minutes=30)


def stats(db: Session, actor: Actor) -> DashboardStats:
    """Every figure the caller may see, each with the address of its list."""
    actor.require_member()
    found: dict[str, tuple[int, str]] = {}
    if actor.can(Permission.bookings_view):
        figures = bookings.stats(db, actor).model_dump()
        found |= {f"bookings_{name}": (value, _booking_list(name)) for name, value in figures.items()}
    if actor.can(Permission.inbox):
        talks = inbox.pressing(db, actor)
        found |= {
            "conversations_open": (talks.open, "/app/inbox"),
            "conversations_unanswered": (talks.waiting, "/app/inbox?show=waiting"),
            "conversations_unread": (talks.unread, "/app/inbox?show=unread"),
        }
    if actor.can(Permission.forms_view):
        found |= {f"forms_{name}": (value, f"/app/forms?status={name}") for name, value in forms.counts(db, actor).model_dump().items()}
    if actor.can(Permission.inventory_view):
        shelf = stock.counts(db, actor)
        found |= {
            "inventory_low": (shelf.low, "/app/inventory?show=low"),
            "inventory_critical": (shelf.critical, "/app/inventory?show=critical"),
        }
    critical = automation.open_alerts(db, actor, priority="critical")
    found |= {"alerts": (automation.open_alerts(db, actor), "/app/alerts"), "alerts_critical": (critical, "/app/alerts?priority=critical")}
    return DashboardStats(figures={name: Figure(value=value, href=href) for name, (value, href) in found.items()})


def _booking_list(name: str) -> str:
    if name == "today":
        return "/app/calendar"
    if name == "upcoming":
        return "/app/bookings"
    return f"/app/bookings?view={'upcoming' if name == 'pending' else 'past'}&status={name}"


def today_page(db: Session, actor: Actor) -> TodayPage:
    """What needs a person now, who waits, what runs short, and the day in a sentence."""
    actor.require_member()
    business = businesses.profile(db, actor)
    page = TodayPage(
        title=when.long_date(today(business.timezone), business.spoken()),
        setup=business.status == "setup" and actor.can(Permission.settings),
        sees_bookings=actor.can(Permission.bookings_view),
        sees_inbox=actor.can(Permission.inbox),
        sees_stock=actor.can(Permission.inventory_view),
        sees_forms=actor.can(Permission.forms_view),
    )
    unconfirmed: list[BookingRow] = []
    if page.sees_bookings:
        unconfirmed = bookings.between(db, actor, status="pending", ahead=True, limit=SHOWN).items
        page.said = _sentence(bookings.day_so_far(db, actor))
    page.needs = [*map(_to_confirm, unconfirmed), *_alerts(db, actor, {str(row.id) for row in unconfirmed})][: SHOWN + 2]
    if page.sees_inbox:
        page.waiting = _waiting(db, actor)
    if page.sees_forms:
        page.forms = _forms(db, actor)
    if page.sees_stock:
        page.short = [
            ChaseLine(
                name=item.name,
                left=stock.outlook_sentence(item) if item.days_left is not None else f"{item.quantity} {item.unit}",
                have=max(0, item.quantity),
                of=max(item.threshold * 3, item.quantity, 1),
                tick=item.threshold,
                tone="danger" if item.state == "critical" else "warn",
                said=_("{quantity} left, reorder at {threshold}", quantity=item.quantity, threshold=item.threshold),
                href=f"/app/inventory?item={item.id}",
            )
            for item in stock.low(db, actor, limit=3)
        ]
        page.stock = _shelf(db, actor)
    return page


def _shelf(db: Session, actor: Actor) -> list[Saying]:
    """What else the shelf wants: what expires, and orders that were drafted and not sent yet."""
    lots = {lot.item_id for lot in stock.expiring(db, actor)}
    drafts = stock.orders(db, actor, status=Order.draft, limit=MANY).items
    said: list[Saying] = []
    if lots:
        said.append(
            Saying(words=plural("{count} item expires soon", "{count} items expire soon", len(lots)), href="/app/inventory?show=expiring")
        )
    if drafts:
        told = plural("{count} order is a draft", "{count} orders are drafts", len(drafts))
        one = f"/app/inventory/orders/{drafts[0].id}" if len(drafts) == 1 else "/app/inventory/orders"
        said.append(Saying(words=told, href=one))
    return said


def _sentence(day: DaySoFar) -> list[Saying]:
    """The day in words, its numbers links: "28 bookings today: 6 done, 4 now, 1 no-show, 17 to come."."""
    if not day.all:
        return [Saying(words=_("Nothing is booked today."))]
    parts = [Saying(words=plural("{count} booking today", "{count} bookings today", day.all), href="/app/calendar")]
    if day.done:
        parts.append(Saying(words=_("{count} done", count=day.done)))
    if day.running:
        parts.append(Saying(words=_("{count} now", count=day.running)))
    if day.missed:
        parts.append(
            Saying(words=plural("{count} no-show", "{count} no-shows", day.missed), href="/app/bookings?view=today&status=no_show")
        )
    if day.coming:
        parts.append(Saying(words=_("{count} to come", count=day.coming)))
    for part in parts:
        part.then = ", "
    parts[0].then, parts[-1].then = ": ", "."
    return parts


def _to_confirm(row: BookingRow) -> NeedLine:
    return NeedLine(
        id=str(row.id),
        sentence=_("{name} asks for {service}", name=row.contact_name, service=row.type_name),
        why=_("{when} with {provider}. The time is kept until somebody answers.", when=row.when, provider=row.provider_name),
        href=f"/app/bookings/{row.id}",
        fix=_("Confirm booking"),
        icon="circle-dashed",
        tone="warn",
        urgency=_("High"),
        booking=str(row.id),
    )


def _alerts(db: Session, actor: Actor, told: set[str]) -> list[NeedLine]:
    moment = now()
    lines: list[NeedLine] = []
    for alert in automation.needs_you(db, actor):
        if str(alert.subject) in told:
            continue
        tone, urgency = PRIORITIES[alert.priority]
        since = since_text(moment, alert.last_at)
        lines.append(
            NeedLine(id=str(alert.id), sentence=alert.sentence, why=since, href=alert.href, fix=alert.fix, tone=tone, urgency=urgency)
        )
    return lines


def _waiting(db: Session, actor: Actor) -> list[WaitLine]:
    moment = now()
    return [
        WaitLine(
            name=row.contact_name,
            initials=row.initials,
            tint=row.tint,
            preview=row.preview,
            waited=when.waited_text(moment, row.waiting_since or moment),
            late=moment - (row.waiting_since or moment) > LATE,
            href=f"/app/inbox/{row.id}",
        )
        for row in inbox.longest_waiting(db, actor, limit=SHOWN)
    ]


def _forms(db: Session, actor: Actor) -> list[Saying]:
    counts = forms.counts(db, actor)
    said: list[Saying] = []
    if counts.overdue:
        overdue = plural("{count} form is overdue", "{count} forms are overdue", counts.overdue)
        said.append(Saying(words=overdue, href=f"/app/forms?status={Status.overdue}"))
    if counts.pending:
        awaited = plural("{count} form is awaited", "{count} forms are awaited", counts.pending)
        said.append(Saying(words=awaited, href=f"/app/forms?status={Status.pending}"))
    return said
