"""The one stylesheet and the one script of the public pages: built at import, addressed by content, kept for ever by browsers."""

import gzip
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from careops.ui import tokens

STATIC = Path(__file__).with_name("static")
USED = re.compile(r"var\((--[\w-]+)")


@dataclass(frozen=True)
class Asset:
    """One file as it is sent."""

    path: str
    body: bytes
    content_type: str
    etag: str
    gzipped: bytes


# ── making them small ────────────────────────────────────


def small_css(css: str) -> str:
    """The same rules without comments and needless space."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    return re.sub(r":\s+", ":", css).replace(";}", "}").replace(" !important", "!important").strip()


def small_js(script: str) -> str:
    """The same statements without whole-line comments and indentation; what a line says stays as it is."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*")))


def _closure(names: set[str], values: dict[str, str]) -> set[str]:
    more = {inner for name in names for inner in USED.findall(values.get(name, ""))} - names
    return _closure(names | more, values) if more else names


def token_css(rules: str) -> str:
    """The tokens that those rules use, following the system between light and dark."""
    light, dark = tokens.light(), tokens.dark()
    used = _closure(set(USED.findall(rules)), light | dark)
    missing = used - light.keys()
    if missing:
        raise LookupError(f"tokens.css does not define {sorted(missing)}")
    day = "".join(f"{name}:{value};" for name, value in light.items() if name in used)
    night = "".join(f"{name}:{value};" for name, value in dark.items() if name in used)
    return (
        f":root{{color-scheme:light dark;{day}}}@media(prefers-color-scheme:dark){{:root{{{night}}}}}"
        "@media(prefers-reduced-motion:reduce){:root{--fast:0ms}}"
    )


# ── what is served ───────────────────────────────────────


def _asset(name: str, text: str, content_type: str) -> Asset:
    body = text.encode()
    mark = sha256(body).hexdigest()[:12]
    stem, dot, ending = name.partition(".")
    return Asset(f"/static/{stem}.{mark}{dot}{ending}", body, content_type, f'"{mark}"', gzip.compress(body, 9, mtime=0))


def _stylesheet() -> Asset:
    rules = (STATIC / "public.css").read_text(encoding="utf-8")
    return _asset("public.css", small_css(token_css(rules) + rules), "text/css; charset=utf-8")


def _script(name: str) -> Asset:
    return _asset(name, small_js((STATIC / name).read_text(encoding="utf-8")), "text/javascript; charset=utf-8")


STYLESHEET = _stylesheet()
SCRIPT = _script("public.js")
FORM_SCRIPT = _script("form.js")  # on long forms alone
WORK_SCRIPT = _script("work.js")  # on the contact page alone
ASSETS = {asset.path: asset for asset in (STYLESHEET, SCRIPT, FORM_SCRIPT, WORK_SCRIPT)}
