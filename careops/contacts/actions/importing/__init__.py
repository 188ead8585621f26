"""Bringing files in: what people do with one, who reads which kind, and the work on it."""

from careops.contacts.actions.importing.kinds import Importer, importer, importers
from careops.contacts.actions.importing.people import PeopleFromCsv
from careops.contacts.actions.importing.runs import DUE, bring_in, choose, forget_import, glance, look_over, take_out, upload
from careops.contacts.actions.importing.working import (
    BATCH,
    LeaseLost,
    Taken,
    act_batch,
    batches,
    counted,
    end,
    forget_files,
    judge_batch,
    note,
    take_import,
    undo_batch,
)

importers["contacts", "csv"] = PeopleFromCsv()

__all__ = [
    "BATCH",
    "DUE",
    "Importer",
    "LeaseLost",
    "PeopleFromCsv",
    "Taken",
    "act_batch",
    "batches",
    "bring_in",
    "choose",
    "counted",
    "end",
    "forget_files",
    "forget_import",
    "glance",
    "importer",
    "importers",
    "judge_batch",
    "look_over",
    "note",
    "take_import",
    "take_out",
    "undo_batch",
    "upload",
]
