"""What every answer over HTTP has in common: how errors look, who may come how often, how large bodies may be, and the shell."""

from careops.core.http.downloads import download
from careops.core.http.problems import MOST_PROBLEMS, PROBLEM, close_api, speak_problems, without_links
from careops.core.http.shell import Shell, rehearse
from careops.core.http.sizes import MOST_BROUGHT, MOST_BYTES, MOST_MAILED, most_bytes
from careops.core.http.visitors import COOKIE, LANGUAGE, chosen_language, client_ip, language_of, same_origin, visitor

__all__ = [
    "COOKIE",
    "LANGUAGE",
    "MOST_BROUGHT",
    "MOST_BYTES",
    "MOST_MAILED",
    "MOST_PROBLEMS",
    "PROBLEM",
    "Shell",
    "chosen_language",
    "client_ip",
    "close_api",
    "download",
    "language_of",
    "most_bytes",
    "rehearse",
    "same_origin",
    "speak_problems",
    "visitor",
    "without_links",
]
