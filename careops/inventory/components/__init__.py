"""What the shelf's screens are made of."""
