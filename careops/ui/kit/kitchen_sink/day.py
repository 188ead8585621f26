"""Today: what needs you, the ribbon; and setting up."""

import reflex as rx

from careops.ui import kit

OPEN, SPAN = 9 * 60, 10 * 60
NOW = kit.share(11 * 60 + 42 - OPEN, SPAN)


def _at(start: int, minutes: int) -> dict[str, str]:
    left, width = kit.share(start - OPEN, SPAN), kit.share(minutes, SPAN)
    return {"left": left, "width": width}


def _block(who: str, service: str, time: str, minutes: int, state: str, label: str, when: str = "later") -> kit.Block:
    hour, minute = map(int, time.split(":"))
    start = hour * 60 + minute
    return kit.Block(
        id=f"{who}-{time}",
        href="#calendar",
        who=who,
        short=who.split()[0],
        service=service,
        time=time,
        state=state,
        state_label=label,
        when=when,
        **_at(start, minutes),
    )


LANES = [
    kit.Lane(
        "ana",
        "Ana",
        "AM",
        2,
        "Ana Moreau",
        "Cuts and colour",
        "#ana",
        False,
        [
            _block("Helena Costa", "Cut & finish", "09:00", 45, "completed", "Completed", "past"),
            _block("Sofia Brandt", "Colour refresh", "10:00", 90, "completed", "Completed", "past"),
            _block("Inês Duarte", "Cut & finish", "11:45", 45, "confirmed", "Confirmed", "next"),
            _block("Camille Dubois", "Balayage", "13:15", 150, "confirmed", "Confirmed"),
            _block("Marta Figueiredo", "Cut & finish", "16:00", 45, "confirmed", "Confirmed"),
        ],
        [kit.Closed(**_at(750, 45)), kit.Closed(**_at(1020, 120))],
    ),
    kit.Lane(
        "ben",
        "Ben",
        "BO",
        3,
        "Ben Okafor",
        "Cuts and beard",
        "#ben",
        False,
        [
            _block("Tom Ellery", "Cut & finish", "09:30", 45, "no_show", "No-show", "past"),
            _block("Rui Carvalho", "Beard trim", "10:20", 25, "completed", "Completed", "past"),
            _block("Lucas Teixeira", "Cut & finish", "11:00", 45, "started", "In the chair", "now"),
            _block("Felix Braun", "Beard trim", "12:00", 25, "confirmed", "Confirmed", "next"),
            _block("Teo Marin", "being moved", "14:30", 45, "ghost", "To confirm"),
            _block("Yara Mensah", "Curl cut", "16:00", 60, "pending", "To confirm"),
        ],
        [kit.Closed(**_at(540, 30)), kit.Closed(**_at(745, 35))],
    ),
    kit.Lane(
        "clara",
        "Clara",
        "CW",
        6,
        "Clara Weiss",
        "Colour",
        "#clara",
        True,
        [
            _block("Amélie Laurent", "Balayage", "10:00", 150, "started", "In the chair", "now"),
            _block(
                "Nadia Haddad",
                "Colour refresh",
                "13:30",
                90,
                "confirmed",
                "Confirmed",
                "next",
            ),
            _block("Held 3:12", "Gloss treatment", "15:20", 30, "held", "Held"),
            _block("Priya Raman", "Colour refresh", "16:00", 90, "confirmed", "Confirmed"),
        ],
        [kit.Closed(**_at(540, 60)), kit.Closed(**_at(765, 45))],
    ),
    kit.Lane(
        "davide",
        "Davide",
        "DC",
        1,
        "Davide Conti",
        "Cuts and curls",
        "#davide",
        False,
        [
            _block("Noor Aziz", "Curl cut", "09:00", 60, "completed", "Completed", "past"),
            _block("Ingrid Solheim", "Cut & finish", "11:15", 45, "started", "In the chair", "now"),
            _block("Teo Marin", "Cut & finish", "14:15", 45, "lift", "Being moved"),
        ],
        [kit.Closed(**_at(725, 50)), kit.Closed(**_at(1020, 120))],
    ),
]

HOURS = [kit.Hour(f"{hour:02}:00", kit.share(hour * 60 - OPEN, SPAN)) for hour in range(9, 20) if hour != 12]
STEPS = [
    kit.Step(1, "Workspace", "#wizard", "ok", "Lisbon, EUR"),
    kit.Step(2, "Channels", "#wizard", "ok", "Email works, SMS skipped"),
    kit.Step(3, "Contact form", "#wizard", "ok", "5 questions"),
    kit.Step(4, "Services and hours", "#wizard", "on"),
    kit.Step(5, "Forms", "#wizard"),
    kit.Step(6, "Inventory", "#wizard"),
    kit.Step(7, "Team", "#wizard"),
    kit.Step(8, "Review and activate", "#wizard"),
]


def day_pieces() -> list[rx.Component]:
    return [_today(), _wizard()]


def _today() -> rx.Component:
    return rx.el.div(
        kit.page_header(
            "Friday 20 November",
            kit.live_mark("Live, 11:42"),
            kit.button("New booking", icon_name="plus"),
            sentence=kit.sentence(
                kit.sentence_link("28 bookings", "#calendar"),
                " today: 6 done, 4 in the chair, ",
                kit.sentence_link("1 no-show", "#calendar"),
                ", 17 to come. ",
                kit.sentence_link("€1,515", "#calendar"),
                " booked, €120 over a usual Friday.",
            ),
        ),
        kit.section(
            "Needs you now",
            kit.rows(
                kit.needs_you(
                    "Teo Marin’s cut at 14:30 is not confirmed",
                    "#today",
                    why="With Ben. He asked on Wednesday; two other clients want the time.",
                    icon_name="triangle-alert",
                    tone="danger",
                    urgency="Critical",
                    action=kit.button("Confirm booking", look="primary"),
                ),
                kit.needs_you(
                    "Nadia Haddad’s colour consultation is not filled in",
                    "#today",
                    why="Due 2 h ago. Clara needs it before 13:30.",
                    icon_name="clipboard-list",
                    tone="warn",
                    urgency="High",
                    action=kit.button("Send again"),
                ),
                kit.needs_you(
                    "Oscar Nyberg’s reminder did not arrive",
                    "#today",
                    why="SMS to +351 900 000 118: number not in use.",
                    icon_name="smartphone",
                    urgency="Medium",
                    action=kit.button("Correct number"),
                ),
                boxed=True,
                numbered=True,
            ),
            id="needs",
            count=3,
        ),
        kit.section(
            "The day",
            kit.day_ribbon(HOURS, LANES, hour_count=10, now="11:42", now_at=NOW),
            id="the-day",
            aside="Next free time: 13:30 with Davide",
            end=kit.link("Calendar", "#calendar"),
        ),
        class_name="sections",
        id="today",
    )


def _wizard() -> rx.Component:
    rail = kit.progress_rail(
        "Lumen Studio",
        "L",
        STEPS,
        words="About 4 minutes left. Everything is saved; stop whenever you like.",
        phone_words="Step 4 of 8: services and hours",
        done=4,
    )
    return kit.section("Setting up", rx.el.div(rail, class_name="wz-sample wz"), id="wizard")
