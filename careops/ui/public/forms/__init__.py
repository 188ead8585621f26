"""Public forms: what stands around fields, one field, and longer forms."""

from careops.ui.public.forms.around import Problem, error_summary, form, form_token, hidden, honeypot, pair, proof
from careops.ui.public.forms.fields import Choice, Option, checkbox, choices, field, group, password, select, textarea
from careops.ui.public.forms.longer import drawn_signature, form_progress, script, total_line, upload

__all__ = [
    "Choice",
    "Option",
    "Problem",
    "checkbox",
    "choices",
    "drawn_signature",
    "error_summary",
    "field",
    "form",
    "form_progress",
    "form_token",
    "group",
    "hidden",
    "honeypot",
    "pair",
    "password",
    "proof",
    "script",
    "select",
    "textarea",
    "total_line",
    "upload",
]
