"""What an edit may change, what a copy's status is by now, what is shown and asked, and what an answer must be."""

from careops.forms.rules.versions import OPEN, FormAsleep, NotAwaited, RemindedJustNow, changes, check_keys, status

__all__ = ["OPEN", "FormAsleep", "NotAwaited", "RemindedJustNow", "changes", "check_keys", "status"]
