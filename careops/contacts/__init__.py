"""The people a business knows: who they are, how to reach them, each of them once."""
