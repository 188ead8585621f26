"""Every table there is, for Alembic and the tests: importing this file registers them all."""

from careops.accounts import models as accounts
from careops.activity import models as activity
from careops.automation import models as automation
from careops.booking import models as booking
from careops.business import models as business
from careops.channels import models as channels
from careops.contacts import models as contacts
from careops.forms import models as forms
from careops.inbox import models as inbox
from careops.inventory import models as inventory
from careops.onboarding import models as onboarding

__all__ = ["accounts", "activity", "automation", "booking", "business", "channels", "contacts", "forms", "inbox", "inventory", "onboarding"]
