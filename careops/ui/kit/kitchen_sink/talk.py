"""The inbox: list, thread, context."""

import reflex as rx

from careops.ui import kit


def talk_pieces() -> list[rx.Component]:
    return [
        kit.section(
            "Conversation",
            rx.el.div(
                kit.three_panes(_list(), _thread(), _context(), show="thread", labels=("Conversations", "Marta Figueiredo", "About Marta"))
            ),
            id="inbox",
        )
    ]


def _list() -> rx.Component:
    return rx.fragment(
        kit.list_head("Inbox", kit.icon_button("list-filter", "Filter", small=True), kit.icon_button("pencil", "New message", small=True)),
        kit.conversation_rows(
            kit.conversation_row(
                "Marta Figueiredo",
                "Any day after 5 would be perfect, thank you!",
                "#inbox",
                initials="MF",
                tint=1,
                when_said="46 min",
                channel_icon="smartphone",
                channel="SMS",
                unread=True,
                late=True,
                current=True,
            ),
            kit.conversation_row(
                "Gil Sarmento",
                "Do you do bridal trials on Sundays?",
                "#inbox",
                initials="GS",
                tint=6,
                when_said="18 min",
                channel_icon="mail",
                channel="Email",
                unread=True,
                extra=rx.el.span(kit.chip("Bridal", icon_name="tag"), class_name="row"),
            ),
            kit.conversation_row(
                "Camille Dubois",
                "You: See you at 13:15.",
                "#inbox",
                initials="CD",
                tint=4,
                when_said="11:02",
                channel_icon="mail",
                channel="Email",
            ),
            label="Open conversations",
        ),
    )


def _thread() -> rx.Component:
    return rx.fragment(
        kit.thread_head(
            "Marta Figueiredo",
            kit.button("Close", icon_name="check", key="E"),
            back=kit.back_link("Back to conversations", "#inbox"),
            under=rx.fragment(kit.avatar("BO", 3, size="s"), "Ben is also here"),
        ),
        kit.banner(
            rx.el.b("Automation is paused"), " here since Ana replied at 10:52.", action=kit.button("Resume", look="quiet", small=True)
        ),
        kit.messages(
            kit.day_divider("Yesterday"),
            kit.system_line(
                rx.fragment(rx.el.b("Reminder"), " sent by SMS"), "16:00", "Because the booking starts in 24 hours. Delivered 16:00."
            ),
            kit.day_divider("Today"),
            kit.bubble("Hi Ana, could I move this afternoon to next week?", ours=False, by="Marta, SMS", at="10:48"),
            kit.booking_card(
                "Cut & finish with Ana",
                "Today 16:00 to 16:45 · €48",
                state="confirmed",
                state_label="Confirmed",
                detail="Free change ended today 10:00; you can waive it.",
                actions=(kit.button("Move", icon_name="redo-2", small=True), kit.button("Cancel booking", look="quiet", small=True)),
            ),
            kit.bubble(
                "Of course, let me look. Which days suit you?", ours=True, by="Ana, SMS", at="10:52", state_icon="check", state="Delivered"
            ),
            kit.bubble(
                "The price list is attached.",
                ours=True,
                by="Ana, email",
                at="10:53",
                state_icon="triangle-alert",
                state="Not delivered",
                trouble=True,
            ),
            kit.internal_note(rx.fragment(rx.el.b("@Ana"), " she is always on time, I would waive the fee."), by="Ben", at="11:04"),
            label="Messages with Marta",
        ),
        kit.composer(
            channels=[("sms", "SMS", "smartphone"), ("email", "Email", "mail"), ("note", "Note", "lock")],
            channel="sms",
            to="to +351 900 000 142",
            length="116 of 160, 1 SMS",
            default_value="No problem at all, Marta. I have Tuesday 24 at 17:15 or Thursday 26 at 17:30.",
            tools=(kit.icon_button("paperclip", "Attach a file", small=True), kit.icon_button("calendar", "Offer times", small=True)),
            saved="Draft saved",
            send=(
                kit.button("Send", look="primary", icon_name="send", submit=True),
                kit.icon_button("chevron-down", "Send and close", look="primary"),
            ),
            on_submit=rx.prevent_default,
        ),
    )


def _context() -> rx.Component:
    return rx.fragment(
        kit.context_head("Marta Figueiredo", "#inbox", "Client since March 2023", initials="MF", tint=1),
        kit.facts(("SMS", "+351 900 000 142"), ("Email", "marta.f@example.com"), class_name="ctx-kv"),
        kit.context_part("Next booking", kit.context_booking("Today 16:00", "Cut & finish with Ana, €48", "#calendar")),
        kit.context_part("Forms", rx.el.div("Colour consultation", kit.status("Filled in", "ok", plain=True), class_name="row between")),
        kit.context_part(
            "Automation",
            rx.el.p("Paused here; reminders still go out", class_name="t2"),
            kit.button("Resume", icon_name="play", small=True),
        ),
    )
