"""Events told to other people's machines, signed as Standard Webhooks 1.0 asks."""
