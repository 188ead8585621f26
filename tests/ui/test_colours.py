"""A business's colour stays readable, whatever it chose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careops.ui import tokens
from careops.ui.colours import READABLE, SURFACES, Accent, NotAColour, brand_colours, contrast, write_hex

COLOURS = st.tuples(*(st.integers(0, 255),) * 3).map(lambda rgb: write_hex((rgb[0] / 255, rgb[1] / 255, rgb[2] / 255)))


def readable(accent: Accent, theme: dict[str, str]) -> None:
    for ground in (*(theme[name] for name in SURFACES), accent.soft):
        assert contrast(accent.accent, ground) >= READABLE
        assert contrast(theme["--ink"], ground) >= READABLE
        assert contrast(theme["--ink-2"], ground) >= READABLE
    assert contrast(accent.on_accent, accent.accent) >= READABLE
    assert contrast(accent.on_accent, accent.strong) >= READABLE


@given(COLOURS)
def test_any_colour_is_readable_in_both_themes(colour: str) -> None:
    made = brand_colours(colour)
    readable(made.light, tokens.light())
    readable(made.dark, tokens.dark())


def test_a_readable_colour_is_kept_as_it_is() -> None:
    made = brand_colours("#7D3C5F")
    assert (made.light.accent, made.adjusted) == ("#7d3c5f", False)


def test_a_pale_colour_is_darkened_and_says_so() -> None:
    made = brand_colours("#ffe600")
    assert made.adjusted
    assert contrast(made.light.accent, "#ffffff") >= READABLE


def test_contrast_is_wcags() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("text", ["", "red", "#12", "#gggggg", "#7d3c5f;}body{display:none", "#7d3c5f\n</style>"])
def test_what_is_no_hex_colour_is_refused(text: str) -> None:
    with pytest.raises(NotAColour):
        brand_colours(text)
