"""One source of looks for the signed-in app: the tokens, then the kit's stylesheets, handed to the build.

rxconfig imports this file, so it must not import the app. Tokens are written down once, in tokens.css, which the public pages read too.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Unpack

import reflex as rx
from reflex_base.plugins.base import CommonContext

HERE = Path(__file__).resolve().parent
TOKENS = HERE / "tokens.css"
KIT = HERE / "kit" / "styles"

# In the order of the page: a later sheet may refine an earlier one.
SHEETS = (
    "base",
    "aids",
    "shell",
    "controls",
    "parts",
    "lists",
    "layers",
    "bookings",
    "today",
    "charts",
    "thread",
    "calendar",
    "board",
    "month",
    "wizard",
    "contact",
    "catalogue",
    "automations",
    "stock",
    "forms",
    "palette",
    "sink",
)
# Tailwind's own order, said first: its utilities may override a component, its reset may not.
LAYERS = "@layer theme, base, components, utilities;\n"


def kit_css() -> str:
    """The signed-in app's whole stylesheet: layers, tokens, components."""
    return LAYERS + TOKENS.read_text() + "".join((KIT / f"{sheet}.css").read_text() for sheet in SHEETS)


class KitStylesPlugin(rx.plugins.Plugin):
    """Writes the kit's stylesheet into the frontend at build time, so that no generated file lives in the repository."""

    def get_static_assets(self, **context: Unpack[CommonContext]) -> Sequence[tuple[Path, str | bytes]]:
        """The stylesheet, built from its sources."""
        return [(Path("styles") / "careops.css", kit_css())]

    def get_stylesheet_paths(self, **context: Unpack[CommonContext]) -> Sequence[str]:
        """Its place beside Reflex's own stylesheets."""
        return ["./careops.css"]
