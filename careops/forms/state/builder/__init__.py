"""The builder of one form: its questions, the one that is edited, the draft that keeps itself, the phone beside it."""

import reflex as rx

from careops.forms.state.builder.listing import Listing
from careops.forms.state.builder.publishing import Publishing
from careops.forms.state.builder.showing import Showing
from careops.forms.state.builder.trying import Trying


class Builder(Listing, Showing, Trying, Publishing, rx.State):
    """All of it, by question: the list, the open question and its conditions, the phone, what is asked on the side."""
