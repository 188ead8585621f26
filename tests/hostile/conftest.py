"""What is hostile walks through the house as well."""

from tests.walks.conftest import begun, web, wire, world

__all__ = ["begun", "web", "wire", "world"]
