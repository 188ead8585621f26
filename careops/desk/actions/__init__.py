"""What is done to a person across every domain."""

from careops.desk.actions.erasing import erase
from careops.desk.actions.exporting import note_export
from careops.desk.actions.merging import merge
from careops.desk.actions.unmerging import unmerge

__all__ = ["erase", "merge", "note_export", "unmerge"]
