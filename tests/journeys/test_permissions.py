"""(e) Staff without the permission cannot do the thing: it is not shown, the API refuses, and calling the handler changes nothing."""


import pytest

import careops.careops  # noqa: F401  (every State has its name)

pytestmark = pytest.mark.browser
