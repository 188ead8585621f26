"""What the screens of forms are drawn of."""
