"""The public pages' icons: lucide's shapes (ISC licence). A page carries each shape that it uses once, and refers to it."""

import re
from functools import cache

import htpy as h
from markupsafe import Markup

SHAPES = {
    "banknote": '<rect width="20" height="12" x="2" y="6" rx="2"/><circle cx="12" cy="12" r="2"/><path d="M6 12h.01M18 12h.01"/>',
    "calendar": '<path d="M8 2v4M16 2v4M3 10h18"/><rect width="18" height="18" x="3" y="4" rx="2"/>',
    "check": '<path d="M20 6 9 17l-5-5"/>',
    "chevron-down": '<path d="m6 9 6 6 6-6"/>',
    "chevron-right": '<path d="m9 18 6-6-6-6"/>',
    "circle-alert": '<circle cx="12" cy="12" r="10"/><path d="M12 8v4M12 16h.01"/>',
    "clock": '<circle cx="12" cy="12" r="10"/><path d="M12 6v6l4 2"/>',
    "globe": '<circle cx="12" cy="12" r="10"/><path d="M12 2a14.5 14.5 0 0 0 0 20 14.5 14.5 0 0 0 0-20M2 12h20"/>',
    "info": '<circle cx="12" cy="12" r="10"/><path d="M12 16v-4M12 8h.01"/>',
    "lock": '<rect width="18" height="11" x="3" y="11" rx="2"/><path d="M7 11V7a5 5 0 0 1 10 0v4"/>',
    "mail": '<path d="m22 7-9 5.7a2 2 0 0 1-2 0L2 7"/><rect x="2" y="4" width="20" height="16" rx="2"/>',
    "map-pin": '<path d="M20 10c0 5-5.5 10.2-7.4 11.8a1 1 0 0 1-1.2 0C9.5 20.2 4 15 4 10a8 8 0 0 1 16 0"/><circle cx="12" cy="10" r="3"/>',
    "paperclip": '<path d="m16 6-8.4 8.6a2 2 0 0 0 2.8 2.8l8.4-8.6a4 4 0 1 0-5.6-5.6l-8.4 8.5a6 6 0 1 0 8.5 8.5l8.4-8.5"/>',
    "phone": (
        '<path d="M13.8 16.6a1 1 0 0 0 1.2-.3l.4-.5A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3'
        "a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3"
        'a2 2 0 0 1-.8 1.6l-.5.4a1 1 0 0 0-.3 1.2 14 14 0 0 0 6.4 6.4"/>'
    ),
    "shield": (
        '<path d="M20 13c0 5-3.5 7.5-7.7 9a1 1 0 0 1-.6 0C7.5 20.5 4 18 4 13V6'
        'a1 1 0 0 1 1-1c2 0 4.5-1.2 6.2-2.7a1.2 1.2 0 0 1 1.6 0C14.5 3.8 17 5 19 5a1 1 0 0 1 1 1z"/>'
    ),
    "triangle-alert": '<path d="m21.7 18-8-14a2 2 0 0 0-3.4 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.7-3M12 9v4M12 17h.01"/>',
    "user": '<path d="M19 21v-2a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v2"/><circle cx="12" cy="7" r="4"/>',
    "video": '<path d="m16 13 5.2 3.5a.5.5 0 0 0 .8-.4V7.9a.5.5 0 0 0-.8-.5L16 10.5"/><rect x="2" y="6" width="14" height="12" rx="2"/>',
}
REFERENCE = re.compile(r'<use href="#i-([a-z-]+)">')


@cache
def icon(name: str, *, small: bool = False, look: str = "") -> Markup:
    """One icon beside a word; screen readers pass over it. `look` is "flip" for arrows (turned in right-to-left pages) or "chev"."""
    if name not in SHAPES:
        raise LookupError(f"The public pages have no icon {name}")
    made = h.svg(class_=["i", {"sm": small}, look or None], viewBox="0 0 24 24", aria_hidden="true")[h.use(href=f"#i-{name}")]
    return Markup(made)  # noqa: S704  htpy has escaped it


def sprite(html: str) -> Markup:
    """The shapes that this HTML refers to, each once, to stand at the start of the body."""
    names = sorted(set(REFERENCE.findall(html)) & SHAPES.keys())
    if not names:
        return Markup("")
    symbols = "".join(f'<symbol id="i-{name}" viewBox="0 0 24 24">{SHAPES[name]}</symbol>' for name in names)
    return Markup(f"<svg hidden>{symbols}</svg>")  # noqa: S704  shapes are constants of this file
