"""The way out to addresses that other people chose: checked, bounded, and never into a private network (attack A7)."""
