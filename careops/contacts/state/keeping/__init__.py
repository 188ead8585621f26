"""What is kept of people besides: the business's own fields and tags, and on one person's page their tags, values and dependents."""

from careops.contacts.state.keeping.fields import KINDS, Keeping, OwnField, OwnTag
from careops.contacts.state.keeping.person import Dependent, Kept, Value

__all__ = ["KINDS", "Dependent", "Keeping", "Kept", "OwnField", "OwnTag", "Value"]
