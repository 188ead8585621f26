"""Copying what a field holds."""

import reflex as rx

from careops.core.i18n import text as _
from careops.ui import kit


def copy_button(id: str, label: str) -> rx.Component:
    """Copies what the field of that id holds, and says so on the button for a moment."""
    script = (
        f"() => navigator.clipboard.writeText(document.getElementById('{id}').value).then(() => {{"
        f" const words = document.getElementById('{id}-copy'); words.textContent = '{_('Copied')}';"
        f" setTimeout(() => {{ words.textContent = '{label}'; }}, 2000); }})"
    )
    words = rx.el.span(label, id=f"{id}-copy", aria_live="polite")
    return kit.button(words, rx.call_function(rx.Var(script)), icon_name="copy")
