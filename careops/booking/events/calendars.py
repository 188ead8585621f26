"""What happened to calendars of other programs, read and fed."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from careops.activity.events import Fact


@dataclass(frozen=True, slots=True)
class FeedFact(Fact):
    """A private calendar link; `whose` is the provider, or nobody where it is the whole business's."""

    kind: ClassVar[str] = "calendar_feed.changed"

    name: str = ""
    whose: str = ""
    with_names: bool = True


@dataclass(frozen=True, slots=True)
class FeedMade(FeedFact):
    kind: ClassVar[str] = "calendar_feed.made"


@dataclass(frozen=True, slots=True)
class FeedRenewed(FeedFact):
    """Its address is another one; the old one is dead."""

    kind: ClassVar[str] = "calendar_feed.renewed"


@dataclass(frozen=True, slots=True)
class FeedRevoked(FeedFact):
    kind: ClassVar[str] = "calendar_feed.revoked"


@dataclass(frozen=True, slots=True)
class ImportFact(Fact):
    """A foreign calendar that is read for a provider; never its link."""

    kind: ClassVar[str] = "calendar_import.changed"

    name: str = ""
    host: str = ""
    provider_id: UUID | None = None
    provider_name: str = ""
    busy: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ImportAdded(ImportFact):
    kind: ClassVar[str] = "calendar_import.added"


@dataclass(frozen=True, slots=True)
class ImportChanged(ImportFact):
    """Its busy times are others than before, or it is called or switched otherwise."""

    kind: ClassVar[str] = "calendar_import.changed"


@dataclass(frozen=True, slots=True)
class ImportFailing(ImportFact):
    """It could not be read for so long that somebody has to look; its last busy times stand until it can."""

    kind: ClassVar[str] = "calendar_import.failing"


@dataclass(frozen=True, slots=True)
class ImportRecovered(ImportFact):
    """It can be read again, or nobody waits for it any more."""

    kind: ClassVar[str] = "calendar_import.recovered"


@dataclass(frozen=True, slots=True)
class ImportRemoved(ImportFact):
    kind: ClassVar[str] = "calendar_import.removed"
