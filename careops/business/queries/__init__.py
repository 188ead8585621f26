"""Reading the business and the days it is closed."""

from careops.business.queries.closures import closed_days
from careops.business.queries.profile import mine, open_business, open_workspace, profile

__all__ = ["closed_days", "mine", "open_business", "open_workspace", "profile"]
