"""The signed-in screens' side of Today and the reports."""

from careops.dashboard.state.reports import Reports
from careops.dashboard.state.today import Today

__all__ = ["Reports", "Today"]
