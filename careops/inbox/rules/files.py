"""Files that come with messages: how many, how large, what they are called, and what they are whatever they say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from careops.inbox.rules.mailtext import storable
from careops.integrations.ports import Attachment

MOST_FILES = 15
MOST_SIZE = 15_000_000
MOST_ALTOGETHER = 25_000_000
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
MAGIC: tuple[tuple[bytes, int, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"GIF87a", 0, "image/gif"),
    (b"GIF89a", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"%PDF-", 0, "application/pdf"),
    (b"PK\x03\x04", 0, "application/zip"),
    (b"ID3", 0, "audio/mpeg"),
    (b"OggS", 0, "audio/ogg"),
    (b"ftyp", 4, "video/mp4"),
    (b"#!AMR", 0, "audio/amr"),
)
ANYTHING = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Taken:
    """The files that are kept, and the names of those that are not."""

    files: tuple[Attachment, ...]
    left_out: tuple[str, ...]


def take(files: Sequence[Attachment]) -> Taken:
    """Keeps what is within the limits, with names and types that are safe to hand on."""
    kept: list[Attachment] = []
    left: list[str] = []
    room = MOST_ALTOGETHER
    for file in files:
        name = safe_name(file.name)
        size = len(file.content)
        if size == 0 or size > MOST_SIZE or size > room or len(kept) == MOST_FILES:
            left.append(name)
            continue
        room -= size
        kept.append(Attachment(name, true_type(file.content, file.mime), file.content))
    return Taken(tuple(kept), tuple(left))


def safe_name(name: str) -> str:
    """A file name that is one on every system, and only a name: no folder, no hidden file, no turned-around ending."""
    last = re.split(r"[/\\]", storable(name[:2000]))[-1]
    bare = re.sub(r'[<>:"|?*\n\t]', "_", last).strip(" .")
    if not bare or RESERVED.fullmatch(bare):
        return "file" if not bare else f"_{bare}"[:120]
    end = PurePosixPath(bare).suffix[:16]
    return bare if len(bare) <= 120 else bare[: 120 - len(end)] + end


def true_type(content: bytes, told: str) -> str:
    """What it is by its first bytes; plain text only where it is nothing else, and never anything a browser would run."""
    for magic, at, kind in MAGIC:
        if content[at : at + len(magic)] == magic:
            return kind
    if told.partition(";")[0].strip().lower() in ("text/plain", "text/csv", "text/calendar") and b"\0" not in content[:4096]:
        return "text/plain"
    return ANYTHING
