"""What cameras write beside a picture, taken out of it: where it was taken, when, and with what."""

PNG = b"\x89PNG\r\n\x1a\n"
BESIDE_JPEG = (0xE1, 0xED, 0xFE)  # Exif and XMP, IPTC, comments
BESIDE_PNG = (b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME")
BESIDE_WEBP = (b"EXIF", b"XMP ")
SAYS_WHAT_FOLLOWS = b"VP8X"
NEITHER = 0xFF ^ 0x0C  # of the flags of a WebP: neither Exif nor XMP follows


def without_place(mime: str, content: bytes) -> bytes:
    """The same picture without it. What is written otherwise than the standard says, or is no such picture, stays as it is."""
    match mime:
        case "image/jpeg":
            return _jpeg(content)
        case "image/png":
            return _png(content)
        case "image/webp":
            return _webp(content)
        case _:
            return content


def _jpeg(jpeg: bytes) -> bytes:
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if length < 2:
            return jpeg
        if jpeg[at + 1] not in BESIDE_JPEG:
            kept.append(jpeg[at : at + 2 + length])
        at += 2 + length
    return b"".join([*kept, jpeg[at:]])


def _png(png: bytes) -> bytes:
    kept, at = [png[: len(PNG)]], len(PNG)
    while at + 12 <= len(png):
        end = at + 12 + int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] not in BESIDE_PNG:
            kept.append(png[at:end])
        at = end
    return b"".join([*kept, png[at:]])


def _webp(webp: bytes) -> bytes:
    kept, at = [b"WEBP"], 12
    while at + 8 <= len(webp):
        kind, length = webp[at : at + 4], int.from_bytes(webp[at + 4 : at + 8], "little")
        end = at + 8 + length + length % 2
        if kind == SAYS_WHAT_FOLLOWS and length:
            kept.append(webp[at : at + 8] + bytes([webp[at + 8] & NEITHER]) + webp[at + 9 : end])
        elif kind not in BESIDE_WEBP:
            kept.append(webp[at:end])
        at = end
    told = b"".join(kept)
    return b"RIFF" + len(told).to_bytes(4, "little") + told
