"""Coming from elsewhere: people and bookings out of other programs' files."""
