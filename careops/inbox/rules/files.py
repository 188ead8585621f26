"""Files that come and go with messages: how many, how large, what they are called, and what they are whatever they say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from careops.core.errors import Invalid
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

# ── what we send: less than we take, because others refuse more ──
MOST_SENT_FILES = 10
MOST_SENT_SIZE = 10_000_000
MOST_SENT_ALTOGETHER = 15_000_000  # 20 MB once it is written for the wire: what every large provider still takes in
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORDS = "text/plain"
OPEN_XML = "application/vnd.openxmlformats-officedocument"
# By what the first bytes say: the endings such a file may have, and what each is called; the first where its name says another.
SENDABLE: dict[str, dict[str, str]] = {
    "image/png": {"png": "image/png"},
    "image/jpeg": {"jpg": "image/jpeg", "jpeg": "image/jpeg"},
    "image/gif": {"gif": "image/gif"},
    "image/webp": {"webp": "image/webp"},
    "application/pdf": {"pdf": "application/pdf"},
    "audio/mpeg": {"mp3": "audio/mpeg"},
    "audio/ogg": {"ogg": "audio/ogg"},
    "audio/amr": {"amr": "audio/amr"},
    "video/mp4": {"mp4": "video/mp4", "mov": "video/quicktime", "m4a": "audio/mp4", "heic": "image/heic"},
    "application/zip": {
        "zip": "application/zip",
        "docx": f"{OPEN_XML}.wordprocessingml.document",
        "xlsx": f"{OPEN_XML}.spreadsheetml.sheet",
        "pptx": f"{OPEN_XML}.presentationml.presentation",
        "odt": "application/vnd.oasis.opendocument.text",
        "ods": "application/vnd.oasis.opendocument.spreadsheet",
    },
    "application/x-ole-storage": {"doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint"},
    WORDS: {"txt": WORDS, "csv": "text/csv", "ics": "text/calendar", "vcf": "text/vcard"},
}


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


def sendable(name: str, content: bytes) -> Attachment:
    """A file as it may be sent: of a kind mail carries, by its first bytes, under a name that says the same."""
    if not content:
        raise Invalid.field("file", "The file is empty")
    if len(content) > MOST_SENT_SIZE:
        raise Invalid.field("file", f"A file may have {MOST_SENT_SIZE // 1_000_000} MB")
    safe = safe_name(name)
    stem, dot, ending = safe.rpartition(".")
    kinds = SENDABLE.get(_kind(content, ending.lower()))
    if kinds is None:
        raise Invalid.field("file", "Files of this kind cannot be sent; pictures, PDF, office documents, sound and ZIP can")
    if dot and stem and ending.lower() in kinds:
        return Attachment(safe, kinds[ending.lower()], content)
    first = next(iter(kinds))
    return Attachment(f"{safe[: 119 - len(first)]}.{first}", kinds[first], content)


def _kind(content: bytes, ending: str) -> str:
    """By the first bytes; words only where the name says so and they are nothing but words."""
    if content.startswith(OLE):
        return "application/x-ole-storage"
    kind = true_type(content, "")
    return WORDS if kind == ANYTHING and ending in SENDABLE[WORDS] and _only_words(content) else kind


def _only_words(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


def together(sizes: Sequence[int]) -> None:
    """Refuses what is too much for one mail."""
    if len(sizes) > MOST_SENT_FILES:
        raise Invalid.field("file", f"A mail carries {MOST_SENT_FILES} files at most")
    if sum(sizes) > MOST_SENT_ALTOGETHER:
        raise Invalid.field("file", f"The files of a mail may have {MOST_SENT_ALTOGETHER // 1_000_000} MB together")
