"""How long a text message is on the wire: what carriers charge by, and what a phone puts together again."""

from dataclasses import dataclass

# GSM 03.38: the letters that take seven bits, and those that take an escape and seven bits more.
PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ESCAPED = frozenset("\f^{}\\[~]|€")
MOST = 10  # segments; carriers cut or refuse what is longer
ONE_GSM, PART_GSM = 160, 153  # septets of a lone segment, and of each of several
ONE_UCS, PART_UCS = 70, 67  # the same in 16-bit units, once a single letter is outside of GSM


@dataclass(frozen=True, slots=True)
class Length:
    """How many segments, in which alphabet, and how many units are left in the last one."""

    segments: int
    unicode: bool
    units: int
    left: int


def length(text: str) -> Length:
    """The text as it will be billed: one letter outside of GSM makes all of them twice as wide; no letter is torn in two."""
    unicode = any(c not in PLAIN and c not in ESCAPED for c in text)
    widths = [_wide(c) if unicode else 1 + (c in ESCAPED) for c in text]
    one, part = (ONE_UCS, PART_UCS) if unicode else (ONE_GSM, PART_GSM)
    units = sum(widths)
    if units <= one:
        return Length(1 if text else 0, unicode, units, one - units)
    segments, filled = 1, 0
    for width in widths:
        if filled + width > part:
            segments, filled = segments + 1, 0
        filled += width
    return Length(segments, unicode, units, part - filled)


def _wide(letter: str) -> int:
    """16-bit units of one letter; emoji take two."""
    return 2 if ord(letter) > 0xFFFF else 1
