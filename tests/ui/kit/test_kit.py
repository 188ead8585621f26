"""The kit without a browser: what its trees say, and that every class they name is drawn."""

import json
import re
from collections.abc import Iterator
from typing import Any

import reflex as rx

from careops.ui import kit
from careops.ui.kit.kitchen_sink import kitchen_sink
from careops.ui.styles import KIT, SHEETS, TOKENS, KitStylesPlugin, kit_css

# The first tint is what an avatar has by itself; "p" and "is-" are beginnings that a row completes.
UNDRAWN = {"p1", "p", "is-"}


def said(component: rx.Component) -> str:
    """The whole tree as text."""
    return json.dumps(component.render(), default=str, ensure_ascii=False).replace('\\"', '"')


def names(component: rx.Component) -> Iterator[str]:
    """Every class named in the tree as literal text."""
    for attribute in re.findall(r"className:(.*?)(?=, '|\", \"|\"\])", said(component)):
        for words in re.findall(r'"([^"]*)"', attribute):
            yield from words.split()


def test_a_button_says_its_verb_its_key_and_that_it_is_busy() -> None:
    text = said(kit.button("Close", look="primary", key="E", busy=True))
    assert all(part in text for part in ("btn-primary", "Close", '"data-key":"e"', '"aria-busy":"true"'))
    assert "aria-busy" not in said(kit.button("Close"))


def test_an_icon_button_has_a_name() -> None:
    assert '"aria-label":"Search"' in said(kit.icon_button("search", "Search"))


def test_a_wrong_field_is_tied_to_its_error_and_help() -> None:
    text = said(kit.field("Phone", "phone", error="Two digits are missing", help_text="With country code"))
    assert '"aria-invalid":"true"' in text
    assert '"aria-describedby":"phone-error phone-help"' in text
    assert 'id:"phone-error"' in text
    assert 'htmlFor:"phone"' in text


def test_a_right_field_has_no_error() -> None:
    text = said(kit.field("Phone", "phone"))
    assert "aria-invalid" not in text
    assert "phone-error" not in text


def test_signing_out_is_a_form_the_browser_posts() -> None:
    text = said(kit.native_form(action="/logout"))
    assert 'action:"/logout"' in text
    assert 'method:"post"' in text
    assert "onSubmit" not in text


def test_each_state_of_a_booking_has_a_shape_of_its_own() -> None:
    shapes = [kit.state_class(state) for state in kit.STATES]
    assert kit.state_class("ghost") == "ghost"
    assert len(set(shapes)) == len(shapes) - 1  # cancelled is struck like a no-show; its icon differs
    assert kit.STATES["no_show"][2] != kit.STATES["cancelled"][2]


def test_a_share_is_a_percentage_of_the_day() -> None:
    assert [kit.share(0, 600), kit.share(75, 600), kit.share(1, 3), kit.share(1, 0)] == ["0%", "12.5%", "33.33%", "0%"]


def test_a_block_is_placed_by_its_row() -> None:
    text = said(kit.day_ribbon([kit.Hour("09:00", "0%")], [kit.Lane("a", "Ana", "AM", 2)], hour_count=10, now="11:42", now_at="27%"))
    assert '"--left"' in text
    assert "27%" in text


def test_a_dialog_may_be_held_open_by_its_state() -> None:
    text = said(kit.dialog("Add a note", id="note", shown=True))
    assert '"data-shown":"true"' in text
    assert '"aria-labelledby":"note-title"' in text


def test_every_class_of_the_kit_is_drawn_by_its_stylesheet() -> None:
    drawn = set(re.findall(r"\.(-?[a-zA-Z_][\w-]*)", kit_css())) | UNDRAWN
    icons = {name for name in names(kitchen_sink()) if name.startswith("lucide")}
    assert sorted(set(names(kitchen_sink())) - drawn - icons) == []


def test_every_token_used_is_written_down() -> None:
    css = kit_css()
    given = {"--at", "--len", "--lane", "--lanes", "--open", "--close", "--gap-at", "--gap", "--before", "--after"}
    given |= {"--left", "--width", "--top", "--height", "--columns", "--hours", "--have", "--of", "--tick", "--soon", "--m", "--v"}
    written = set(re.findall(r"(--[\w-]+)\s*:", css)) | given
    assert set(re.findall(r"var\((--[\w-]+)", css)) - written == set()


def test_colours_are_written_only_in_the_tokens() -> None:
    for sheet in SHEETS:
        text = (KIT / f"{sheet}.css").read_text()
        # The knob of a switch is white on both themes; its dark track has no role of its own.
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b", text.replace("#fff", "").replace("#5d5a53", "")) == [], sheet


def test_the_build_is_given_one_stylesheet_that_begins_with_the_tokens() -> None:
    plugin: Any = KitStylesPlugin()
    [(path, css)] = plugin.get_static_assets()
    assert [f"./{path.name}"] == list(plugin.get_stylesheet_paths())
    assert TOKENS.read_text() in css
    assert {sheet.stem for sheet in KIT.glob("*.css")} == set(SHEETS)
    assert css.count("{") == css.count("}")
