"""What each of the eight steps asks, and the phone that shows the outcome."""

from careops.onboarding.components.catalogue import booking_step
from careops.onboarding.components.extras import items_step, review_step, team_step
from careops.onboarding.components.phone import phone
from careops.onboarding.components.reaching import channels_step, contact_form_step, forms_step
from careops.onboarding.components.workspace import workspace_step

__all__ = [
    "booking_step",
    "channels_step",
    "contact_form_step",
    "forms_step",
    "items_step",
    "phone",
    "review_step",
    "team_step",
    "workspace_step",
]
