"""What the signed-in screens of booking are made of."""
