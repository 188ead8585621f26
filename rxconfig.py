"""Reflex's settings. Every key can be overridden by an environment variable REFLEX_<KEY>."""

import sys
from pathlib import Path

import reflex as rx
from reflex_base.constants import Bun

from careops.core.frontend import SameOriginPlugin
from careops.ui.scripts import KitScriptsPlugin
from careops.ui.styles import KitStylesPlugin

# The virtual environment's own bun. Never resolve() its python: that would leave the environment.
bun = Path(sys.executable).parent / ("bun.exe" if sys.platform == "win32" else "bun")

config = rx.Config(
    app_name="careops",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    bun_path=bun if bun.exists() else Bun.DEFAULT_PATH,
    # The default "*" would open pages, API and websocket to every site; the launcher names the real origins.
    cors_allowed_origins=["http://localhost:8000"],
    frontend_compression_formats=["brotli", "gzip"],
    plugins=[rx.plugins.TailwindV4Plugin({"darkMode": "class", "plugins": []}), KitStylesPlugin(), KitScriptsPlugin(), SameOriginPlugin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
