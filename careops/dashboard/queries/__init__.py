"""Today's figures and lists, and the reports: asked of every domain the caller may look into."""

from careops.dashboard.queries.reports import chart_table, report, report_page, stretch
from careops.dashboard.queries.today import stats, today_page

__all__ = ["chart_table", "report", "report_page", "stats", "stretch", "today_page"]
