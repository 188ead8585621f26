"""Takes every letter and every text; the delivery's own row is what the outbox page shows."""

from dataclasses import dataclass
from pathlib import Path

import structlog

from careops.integrations.mime import compose
from careops.integrations.ports import Accepted, Letter, Outcome, Rejected, RetryLater, Text

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class LocalGateway:
    """The gateway of whoever has no mail server yet.

    With a `folder` each letter is also kept there as an .eml file that any mail program opens: mail about accounts belongs to no
    workspace, so no page shows it.
    """

    address: str = "outbox@localhost.localdomain"
    folder: Path | None = None

    @property
    def honours_keys(self) -> bool:
        """A letter kept twice is one file and one row."""
        return True

    def send(self, letter: Letter | Text) -> Outcome:
        """Accepted at once, unless the letter is none or the disk is full."""
        if isinstance(letter, Text):
            return Accepted(letter.message_id)
        try:
            mail = compose(letter)
        except (ValueError, UnicodeError) as wrong:
            return Rejected(str(wrong))
        if self.folder:
            try:
                file = _keep(self.folder, letter.message_id, mail.as_bytes())
            except OSError as problem:
                return RetryLater(problem.strerror or "the letter could not be kept")
            log.info("a mail was written to a file: no mail server is set up", file=str(file))
        return Accepted(letter.message_id)


def _keep(folder: Path, message_id: str, content: bytes) -> Path:
    """The letter's file, for its owner's eyes only: there are private links in it."""
    name = "".join(c for c in message_id.partition("@")[0] if c.isalnum() or c == "-")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.eml"
    file.touch(0o600)
    file.write_bytes(content)
    return file
