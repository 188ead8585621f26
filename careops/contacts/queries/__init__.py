"""Finding people, and what they allow."""

from careops.contacts.queries.consents import by_unsubscribe, consents, erased, ledgers, opted_out, standing_of, suppressed
from careops.contacts.queries.filtering import Condition, among, conditions, holding, lacking
from careops.contacts.queries.imports import brought, import_file, import_run, import_runs, refused_rows
from careops.contacts.queries.keeping import dependent_of, dependents, described, fields, segment_filter, segments, tags, whole
from careops.contacts.queries.lists import Reach, Sort, page
from careops.contacts.queries.people import (
    by_ids,
    by_prefill,
    find,
    get,
    read_phone,
    row,
    same,
    shown,
    stand_still,
)
from careops.contacts.queries.searching import Narrowing, matching
from careops.contacts.queries.sheets import sheet_columns, sheet_page

__all__ = [
    "Condition",
    "Narrowing",
    "Reach",
    "Sort",
    "among",
    "brought",
    "by_ids",
    "by_prefill",
    "by_unsubscribe",
    "conditions",
    "consents",
    "dependent_of",
    "dependents",
    "described",
    "erased",
    "fields",
    "find",
    "get",
    "holding",
    "import_file",
    "import_run",
    "import_runs",
    "lacking",
    "ledgers",
    "matching",
    "opted_out",
    "page",
    "read_phone",
    "refused_rows",
    "row",
    "same",
    "segment_filter",
    "segments",
    "sheet_columns",
    "sheet_page",
    "shown",
    "stand_still",
    "standing_of",
    "suppressed",
    "tags",
    "whole",
]
