"""What two entries of one person come to, and what is left of somebody who was erased."""

from careops.desk.rules.erasing import STAYS, TRACES, Blank, Trace, UpcomingBookings, blanked
from careops.desk.rules.merging import (
    CALLED,
    LABELS,
    REASONS,
    SAID,
    AlreadyMerged,
    AlreadyUnmerged,
    MergedLater,
    MergedWithItself,
    Side,
    chosen,
    reason,
)

__all__ = [
    "CALLED",
    "LABELS",
    "REASONS",
    "SAID",
    "STAYS",
    "TRACES",
    "AlreadyMerged",
    "AlreadyUnmerged",
    "Blank",
    "MergedLater",
    "MergedWithItself",
    "Side",
    "Trace",
    "UpcomingBookings",
    "blanked",
    "chosen",
    "reason",
]
