"""What readers get of rules, runs and alerts, and what a rule is given to write from."""

from careops.automation.schemas.alerts import AlertRow
from careops.automation.schemas.jobs import JobRow, JobRunRow, Taken
from careops.automation.schemas.rules import RuleRow, RunRow, SwitchIn, Told, Written

__all__ = [
    "AlertRow",
    "JobRow",
    "JobRunRow",
    "RuleRow",
    "RunRow",
    "SwitchIn",
    "Taken",
    "Told",
    "Written",
]
