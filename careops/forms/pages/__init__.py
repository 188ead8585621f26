"""Forms: their list and their copies at /app/forms, the builder of each, and each copy."""

from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.forms.pages.building import builder
from careops.forms.pages.copy import submission
from careops.forms.pages.lists import forms
from careops.forms.state import Forms
from careops.forms.state.builder import Builder
from careops.forms.state.copy import CopyPage
from careops.frame.pages import Page

PAGES = (
    Page("/app/forms", _("Forms"), forms, (Forms.live,), Permission.forms_view),
    Page("/app/forms/[form_id]", _("Form"), builder, (Builder.live,), Permission.forms_manage),
    Page("/app/forms/submissions/[submission_id]", _("Submission"), submission, (CopyPage.live,), Permission.forms_view),
)
