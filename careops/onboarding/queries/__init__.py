"""How far setting up is, the wizard's screen, and the booking page as it would look now."""

from careops.onboarding.queries.preview import preview
from careops.onboarding.queries.progress import first_free, kept, missing, progress, title
from careops.onboarding.queries.screen import weekly_hours, wizard_page

__all__ = ["first_free", "kept", "missing", "preview", "progress", "title", "weekly_hours", "wizard_page"]
