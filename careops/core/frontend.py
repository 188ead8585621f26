"""What the build does to Reflex's frontend: it learns no address, and it tells which inline scripts it holds.

rxconfig imports this file, so it must not import the app.
"""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Unpack

import reflex as rx
from reflex_base.plugins.base import PostBuildContext

HTTP_HERE = "`${location.origin}"
SOCKET_HERE = "`${location.protocol===`https:`?`wss`:`ws`}://${location.host}"
INLINE_SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)


class SameOriginPlugin(rx.plugins.Plugin):
    """The built app calls the host it was loaded from, so that one build serves any address and port."""

    def post_build(self, **context: Unpack[PostBuildContext]) -> None:
        """Take the address out of the scripts and keep the inline scripts' hashes; runs before compression."""
        static = context["static_dir"]
        _forget_address(static)
        hashes = sorted(inline_script_hashes(static))
        (static.parent / "csp-hashes.json").write_text(json.dumps(hashes))


def inline_script_hashes(static: Path) -> set[str]:
    """The sources a Content-Security-Policy must name for the built pages' own inline scripts."""
    return {
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for page in static.rglob("*.html")
        for attributes, script in INLINE_SCRIPT.findall(page.read_text())
        if "src=" not in attributes
    }


def _forget_address(static: Path) -> None:
    changed = 0
    for chunk in static.glob("assets/reflex-env-*.js"):
        old = chunk.read_text()
        new = re.sub(r"[`\"']ws://localhost:\d+", SOCKET_HERE, old)
        new = re.sub(r"[`\"']http://localhost:\d+", HTTP_HERE, new)
        chunk.write_text(new)
        changed += new != old
    if changed != 1:
        # Fail the build, not the customer: without this the websocket would call localhost.
        raise RuntimeError(f"The frontend's address was found in {changed} chunks instead of 1: Reflex changed.")
