"""Filling a form in by its private link: whose it is, what its pages look like, and its doors."""

from careops.forms.public.filling.doors import router

__all__ = ["router"]
