"""One colour of a business becomes a readable accent: enough contrast on every surface, in light and in dark.

Only the lightness moves, and in dark the strength; the hue stays the business's own. Arithmetic is OKLCH, as CSS has it.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from careops.ui import tokens

READABLE = 4.5
STRONGEST_IN_DARK = 0.085  # a stronger one glows
HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
SURFACES = ("--surface", "--surface-2", "--bg", "--hover")

RGB = tuple[float, float, float]
LCH = tuple[float, float, float]


class NotAColour(ValueError):
    """The text is no colour of the form #7d3c5f."""


@dataclass(frozen=True)
class Accent:
    """One theme's accent and the shades that derive from it, as hex."""

    accent: str
    on_accent: str
    strong: str
    soft: str
    line: str

    def declarations(self) -> str:
        """The tokens that a workspace may replace, as CSS."""
        values = {"": self.accent, "-strong": self.strong, "-soft": self.soft, "-line": self.line}
        return f"--on-accent:{self.on_accent};" + ";".join(f"--accent{name}:{value}" for name, value in values.items())


@dataclass(frozen=True)
class BrandColours:
    """A business's colour in both themes; `adjusted` says that the light one had to be darkened to be readable."""

    light: Accent
    dark: Accent
    adjusted: bool

    def css(self) -> str:
        """The small style that follows the public stylesheet."""
        return f":root{{{self.light.declarations()}}}@media(prefers-color-scheme:dark){{:root{{{self.dark.declarations()}}}}}"


# ── arithmetic ───────────────────────────────────────────


def read_hex(colour: str) -> RGB:
    """Red, green and blue between 0 and 1; refuses anything but a hex colour."""
    found = HEX.fullmatch(colour.strip())
    if not found:
        raise NotAColour(colour[:40])
    digits = found.group(1)
    if len(digits) == 3:
        digits = "".join(d * 2 for d in digits)
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def write_hex(rgb: RGB) -> str:
    """The colour as #rrggbb, cut to what a screen can show."""
    return "#" + "".join(f"{round(min(1, max(0, part)) * 255):02x}" for part in rgb)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _gamma(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * math.pow(part, 1 / 2.4) - 0.055


def luminance(colour: str) -> float:
    """WCAG's relative luminance."""
    red, green, blue = (_linear(part) for part in read_hex(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def to_lch(colour: str) -> LCH:
    """Lightness, chroma and hue (radians) of a hex colour in OKLCH."""
    red, green, blue = (_linear(part) for part in read_hex(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short, math.hypot(a, b), math.atan2(b, a)


def _raw(lightness: float, chroma: float, hue: float) -> RGB:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def from_lch(lightness: float, chroma: float, hue: float) -> str:
    """The hex colour of that lightness and hue, as strong as a screen can show it."""
    lightness = min(1.0, max(0.0, lightness))
    while chroma > 0.002 and not all(-0.0005 <= part <= 1.0005 for part in _raw(lightness, chroma, hue)):
        chroma *= 0.95
    red, green, blue = (_gamma(max(0.0, part)) for part in _raw(lightness, chroma if chroma > 0.002 else 0.0, hue))
    return write_hex((red, green, blue))


def blend(colour: str, ground: str, share: float) -> str:
    """That share of the colour laid over the ground, mixed in OKLab as color-mix does."""
    (light, chroma, hue), (under, weak, turn) = to_lch(colour), to_lch(ground)
    rest = 1 - share
    a = chroma * math.cos(hue) * share + weak * math.cos(turn) * rest
    b = chroma * math.sin(hue) * share + weak * math.sin(turn) * rest
    return from_lch(light * share + under * rest, math.hypot(a, b), math.atan2(b, a))


# ── the rule ─────────────────────────────────────────────


def _grounds(theme: dict[str, str], accent: str, soft: float) -> list[str]:
    return [*(theme[name] for name in SURFACES), blend(accent, theme["--surface"], soft)]


def readable_on(colour: str, grounds: list[str]) -> bool:
    """Whether text of that colour can be read on every one of the grounds."""
    return all(contrast(colour, ground) >= READABLE for ground in grounds)


def _light(colour: str) -> Accent:
    theme = tokens.light()
    lightness, chroma, hue = to_lch(colour)
    accent = write_hex(read_hex(colour))
    while not readable_on(accent, _grounds(theme, accent, 0.09)):
        lightness -= 0.01
        accent = from_lch(lightness, chroma, hue)
    surface = theme["--surface"]
    return Accent(
        accent, "#ffffff", from_lch(to_lch(accent)[0] - 0.07, chroma, hue), blend(accent, surface, 0.09), blend(accent, surface, 0.28)
    )


def _dark(colour: str) -> Accent:
    theme = tokens.dark()
    _, chroma, hue = to_lch(colour)
    chroma = min(chroma, STRONGEST_IN_DARK)
    lightness = 0.79
    accent = from_lch(lightness, chroma, hue)
    while not readable_on(accent, _grounds(theme, accent, 0.15)):
        lightness += 0.01
        accent = from_lch(lightness, chroma, hue)
    surface = theme["--surface"]
    ink = from_lch(0.22, min(chroma, 0.06), hue)
    return Accent(accent, ink, from_lch(lightness + 0.07, chroma, hue), blend(accent, surface, 0.15), blend(accent, surface, 0.36))


@lru_cache(maxsize=512)
def brand_colours(colour: str) -> BrandColours:
    """The accent of a business in light and dark, 4.5:1 or better on every surface; refuses what is no hex colour."""
    given = write_hex(read_hex(colour))
    light = _light(given)
    return BrandColours(light, _dark(given), adjusted=light.accent != given)
