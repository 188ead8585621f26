"""What a stocktake is made of: a field for codes, the item in hand with big buttons, what was counted and what was not."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.inventory.components.shelf import may_manage
from careops.inventory.state.counting import Counting, CountLine, Stocktakes, TakeLine
from careops.ui import kit

LIST: Any = Stocktakes  # Vars to Reflex; to a type checker plain classes
PAGE: Any = Counting
TAKE: Any = Counting.take
HAND: Any = Counting.current
CAMERA, APPLY, DROP = "scan-camera", "apply-stocktake", "drop-stocktake"


def take_row(take: TakeLine) -> rx.Component:
    """A stocktake in the list; its page is loaded anew, for the camera's sake."""
    return kit.table_row(
        kit.raw_link(take.place, href="/app/inventory/stocktakes/" + take.id, class_name="link strong"),
        rx.el.span(take.counted, class_name="num"),
        rx.el.span(take.difference, class_name="num t2"),
        rx.el.span(take.who, class_name="t2"),
        kit.status(take.state, take.tone, take.icon),
    )


def start_form() -> rx.Component:
    """Which place, and whether who counts sees what should be there."""
    return kit.form(
        rx.cond(LIST.places.length() > 1, kit.select(_("Place"), "location_id", LIST.places), rx.fragment()),
        kit.checkbox(
            _("Count blindly"),
            "blind",
            default_checked=True,
            help_text=_("Who counts does not see what the books say until it is revealed."),
        ),
        kit.form_foot(kit.button(_("Start counting"), look="primary", submit=True)),
        on_submit=LIST.start,
        id="start-stocktake",
    )


# ── counting ─────────────────────────────────────────────


def scanning() -> rx.Component:
    """The field a scanner types into; it keeps the cursor. The camera's button shows where the browser reads codes."""
    camera = kit.button(_("Camera"), icon_name="camera", opens=CAMERA, data_scan="scan-code")
    code = rx.el.input(
        id="code",
        name="code",
        class_name="input num",
        aria_label=_("Barcode or SKU"),
        placeholder=_("Scan or type a code"),
        auto_complete="off",
        auto_focus=True,
        input_mode="text",
        max_length=60,
        custom_attrs={"enterKeyHint": "done"},
    )
    form = rx.el.form(
        rx.el.div(code, camera, kit.button(_("Count one"), submit=True, look="primary"), class_name="st-scan"),
        on_submit=PAGE.scan,
        reset_on_submit=True,
        id="scan-code",
    )
    return rx.el.div(form, kit.error_line(PAGE.problem), class_name="stack")


def camera_dialog() -> rx.Component:
    """What the camera sees; asked for only when its button is pressed."""
    video = rx.el.video(
        id="scan-video", class_name="st-video", muted=True, controls=False, custom_attrs={"playsInline": True, "aria-label": _("Camera")}
    )
    said = rx.el.p(
        _("Hold the code before the camera. Each reading counts one."),
        class_name="t2",
        id="scan-said",
        aria_live="polite",
        data_denied=_("The camera is not allowed here. Type the code instead."),
        data_broken=_("The camera could not be opened. Type the code instead."),
    )
    return kit.dialog(_("Read codes"), video, said, id=CAMERA, foot=(kit.closing_button(_("Done")),))


def in_hand() -> rx.Component:
    """The item that is counted now, in figures that are read from a ladder."""

    def step(label: Any, many: Any, words: str) -> rx.Component:
        return rx.el.button(label, kit.hidden(words), type="button", class_name="st-big", on_click=PAGE.more_of(many))

    typed = rx.el.form(
        rx.el.input(
            name="counted",
            id="counted",
            class_name="input num st-typed",
            aria_label=_("Counted"),
            input_mode="numeric",
            placeholder=_("Exactly"),
            auto_complete="off",
            max_length=10,
        ),
        kit.button(_("Set"), submit=True),
        on_submit=PAGE.put,
        class_name="row",
        key=PAGE.form_key.to_string(),
    )
    return rx.el.section(
        rx.el.h2(HAND.name, class_name="h2", id="hand-title"),
        rx.el.p(kit.shown(HAND.code, rx.el.span(HAND.code, " ", class_name="t3 num")), rx.el.span(HAND.expected, class_name="t2 num")),
        rx.el.div(
            step("−", -1, _("One less")),
            rx.el.output(
                rx.cond(HAND.done, HAND.counted.to_string(), "–"), class_name="st-count num", aria_live="polite", aria_label=_("Counted")
            ),
            step("+", 1, _("One more")),
            class_name="st-hand",
        ),
        rx.el.div(
            rx.cond(PAGE.pack > 1, kit.button(rx.el.span("+", PAGE.pack, " ", HAND.unit), PAGE.more_of(PAGE.pack)), rx.fragment()),
            typed,
            rx.cond(HAND.done, kit.button(_("Not counted yet"), PAGE.forget, look="quiet"), kit.button(_("None here"), PAGE.more_of(0))),
            class_name="row st-more",
        ),
        class_name="card card-pad stack",
        aria_labelledby="hand-title",
    )


def counted_row(one: CountLine) -> rx.Component:
    """An item that was counted; pressed it is in hand again."""
    name = rx.el.span(
        rx.el.span(one.name, class_name="strong clip block"), rx.el.span(one.expected, class_name="t3 num"), class_name="grow"
    )
    differs = rx.cond(
        one.difference,
        rx.el.span(
            kit.status(one.difference, one.tone, "triangle-alert"), rx.el.span(one.value, class_name="t3 xs num block"), class_name="r"
        ),
        rx.fragment(),
    )
    press = rx.el.button(
        name,
        differs,
        rx.el.b(one.counted, class_name="num"),
        rx.el.span(one.unit, class_name="t3"),
        kit.hidden(_("count again")),
        type="button",
        class_name="lrow hit st-row",
        on_click=PAGE.pick(one.item_id),
        disabled=~TAKE.open,
    )
    return rx.el.li(press)


def uncounted_row(one: CountLine) -> rx.Component:
    """An item that was not counted yet; pressed it is in hand."""
    press = rx.el.button(
        rx.el.span(one.name, class_name="grow clip"),
        rx.el.span(one.code, class_name="t3 num"),
        type="button",
        class_name="lrow hit st-row",
        on_click=PAGE.pick(one.item_id),
    )
    return rx.el.li(press)


def ending() -> rx.Component:
    """Revealing, applying, cancelling."""
    return may_manage(
        rx.el.div(
            rx.cond(
                TAKE.blind,
                kit.button(_("Show what differs"), PAGE.reveal, look="primary"),
                kit.button(_("Apply"), look="primary", opens=APPLY),
            ),
            kit.button(_("Cancel"), look="danger", opens=DROP),
            class_name="row",
        )
    )


def ending_dialogs() -> rx.Component:
    """Asks once before the ledger changes, and before a count is thrown away."""
    return rx.fragment(
        kit.dialog(
            _("Put the differences into the ledger?"),
            rx.el.p(TAKE.difference, class_name="strong num"),
            rx.el.p(_("What was not counted stays as the books have it."), class_name="t2"),
            id=APPLY,
            foot=(kit.closing_button(_("Keep counting")), kit.button(_("Apply stocktake"), PAGE.apply, look="primary", data_closes="true")),
        ),
        kit.confirm_dialog(
            _("Cancel this stocktake?"),
            _("What was counted is thrown away; no quantity changes."),
            id=DROP,
            verb=_("Cancel stocktake"),
            keep=_("Keep counting"),
            on_confirm=PAGE.drop,
        ),
    )
