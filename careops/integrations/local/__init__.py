"""The local outbox: everything works before the first provider account exists."""
