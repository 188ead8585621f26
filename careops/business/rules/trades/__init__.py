"""One file a trade."""
