"""What Today and the reports are drawn from."""

from careops.dashboard.schemas.reports import Chart, Column, Picture, Report, ReportName, ReportPage, Series, Unit
from careops.dashboard.schemas.today import ChaseLine, DashboardStats, Figure, NeedLine, Saying, TodayPage, WaitLine

__all__ = [
    "Chart",
    "ChaseLine",
    "Column",
    "DashboardStats",
    "Figure",
    "NeedLine",
    "Picture",
    "Report",
    "ReportName",
    "ReportPage",
    "Saying",
    "Series",
    "TodayPage",
    "Unit",
    "WaitLine",
]
