"""The API's doors to people and what they allow."""

from careops.contacts.api.people import router

__all__ = ["router"]
