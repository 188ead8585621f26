"""The inbox's public pages."""

from careops.inbox.public.writing import router

__all__ = ["router"]
