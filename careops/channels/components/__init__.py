"""What the screen of accounts is made of."""

from careops.channels.components.forms import account_form
from careops.channels.components.lines import add_menu, group_section, hook_dialog, removing_dialog, test_dialog

__all__ = ["account_form", "add_menu", "group_section", "hook_dialog", "removing_dialog", "test_dialog"]
