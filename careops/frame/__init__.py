"""The signed-in page around every screen: who is here, where they may go, what they are told. It imports no page."""
