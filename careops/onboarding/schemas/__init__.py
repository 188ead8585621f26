"""What may be said while setting up, and what the wizard is drawn from."""

from careops.onboarding.schemas.preview import PreviewDay, PreviewRow, PreviewService, PreviewTime
from careops.onboarding.schemas.screen import (
    AccountLine,
    Choice,
    FormLine,
    HoursLine,
    ItemLine,
    PersonLine,
    PickLine,
    QuestionLine,
    ServiceLine,
    WizardPage,
)
from careops.onboarding.schemas.steps import HoursIn, MissingRow, ProgressRow, StepIn, StepKey, StepRow

__all__ = [
    "AccountLine",
    "Choice",
    "FormLine",
    "HoursIn",
    "HoursLine",
    "ItemLine",
    "MissingRow",
    "PersonLine",
    "PickLine",
    "PreviewDay",
    "PreviewRow",
    "PreviewService",
    "PreviewTime",
    "ProgressRow",
    "QuestionLine",
    "ServiceLine",
    "StepIn",
    "StepKey",
    "StepRow",
    "WizardPage",
]
