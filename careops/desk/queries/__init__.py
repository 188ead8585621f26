"""One person across every domain."""

from careops.desk.queries.erasing import erase_preview
from careops.desk.queries.exporting import export
from careops.desk.queries.merging import merge_preview, merges_of, suggestions
from careops.desk.queries.page import contact_page, next_visit
from careops.desk.queries.timeline import timeline

__all__ = ["contact_page", "erase_preview", "export", "merge_preview", "merges_of", "next_visit", "suggestions", "timeline"]
