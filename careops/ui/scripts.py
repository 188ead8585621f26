"""The kit's own scripts, handed to the build as they are: no package, no request to anybody else.

rxconfig imports this file, so it must not import the app.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Unpack

import reflex as rx
from reflex_base.plugins.base import CommonContext

HERE = Path(__file__).resolve().parent
FOLDER = "kit"  # in the frontend's sources; no folder of Reflex's own is called that
SCRIPTS = {name: HERE / "kit" / "calendar" / f"{name}.js" for name in ("board", "keys", "places")} | {"order": HERE / "kit" / "order.js"}


def script(name: str) -> str:
    """What a component imports to use the script."""
    if name not in SCRIPTS:
        raise LookupError(f"The kit has no script {name}")
    return f"$/{FOLDER}/{name}.js"


class KitScriptsPlugin(rx.plugins.Plugin):
    """Writes the scripts into the frontend at build time, so that no copy lives in the repository."""

    def get_static_assets(self, **context: Unpack[CommonContext]) -> Sequence[tuple[Path, str | bytes]]:
        """The scripts, as they are."""
        return [(Path(FOLDER) / f"{name}.js", source.read_text(encoding="utf-8")) for name, source in SCRIPTS.items()]
