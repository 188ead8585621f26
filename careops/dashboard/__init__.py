"""Today: what needs a person now, and the figures behind it, each a link to its list."""
