"""How other programs write things down."""
