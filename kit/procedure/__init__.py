"""Runs the procedures that the departments write as tables (PROC-1 to PROC-9).

A case bears the id of the business thing it is about. Its `version` is the version of that thing at the doors: `view`
carries it, so that a door's answer gets it as ETag, and `do`, `sign`, `skip`, `send_back` and `cancel` hold it against
the caller's If-Match.
"""

from kit.procedure.cases import cancel, find_case, open_case, remark
from kit.procedure.due import DaysBefore, Hours, OnDay, SameDay, Setting, WorkingDaysAfter
from kit.procedure.engine import complete_by_event, do, part_done, send_back, sign, skip, taken_back_with
from kit.procedure.late import mark_overdue
from kit.procedure.rules import reasons_not_to_do
from kit.procedure.showing import view
from kit.procedure.signatures import Signature
from kit.procedure.table import Lapses, Procedure, Record, Signer, Stays, Step, Undone, WrongTable
from kit.procedure.words import Name

__all__ = [
    "DaysBefore",
    "Hours",
    "Lapses",
    "Name",
    "OnDay",
    "Procedure",
    "Record",
    "SameDay",
    "Setting",
    "Signature",
    "Signer",
    "Stays",
    "Step",
    "Undone",
    "WorkingDaysAfter",
    "WrongTable",
    "cancel",
    "complete_by_event",
    "do",
    "find_case",
    "mark_overdue",
    "open_case",
    "part_done",
    "reasons_not_to_do",
    "remark",
    "send_back",
    "sign",
    "skip",
    "taken_back_with",
    "view",
]
