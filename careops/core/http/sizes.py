"""How large a body may be: the wide doors are few, and one without a length is counted as it comes."""

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

MOST_BYTES = 1_000_000
MOST_FILED = 11_000_000  # a file of an answer
MOST_BROUGHT = 21_000_000  # a file that is brought in
MOST_MAILED = 32_000_000  # a whole mail with its files, from a provider that has proven its address


class TooLarge(HTTPException):
    """A body without a length that turned out too long."""


def most_bytes(path: str) -> int:
    """How large a body may be there."""
    if path.startswith("/hooks/sendgrid/"):
        return MOST_MAILED
    if path.startswith("/form/") or (path.startswith(("/api/v1/conversations/", "/api/v1/public/forms/")) and path.endswith("/files")):
        return MOST_FILED
    if path.startswith("/api/v1/") and path.endswith(("/import", "/import/file")):
        return MOST_BROUGHT
    return MOST_BYTES


def limited(receive: Receive, most: int = MOST_BYTES) -> Receive:
    """The same stream, cut off with 413 once it is larger than a body may be (chunked bodies carry no length)."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise TooLarge(413, f"The body is larger than {most // 1_000_000} MB")
        return message

    return counted
