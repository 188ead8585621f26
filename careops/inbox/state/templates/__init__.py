"""The words of automatic messages: the list with the hours in which they rest, and the editor that shows what is written."""

from careops.inbox.state.templates.editing import Editor, Name, Then
from careops.inbox.state.templates.listing import Line, Wording

__all__ = ["Editor", "Line", "Name", "Then", "Wording"]
