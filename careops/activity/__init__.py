"""What happened: append-only facts, recorded in the transaction that made them."""
