"""The screens of forms: their list and their copies, the builder, one copy."""

from careops.forms.state.listed import occasions
from careops.forms.state.listing import Forms

__all__ = ["Forms", "occasions"]
