"""Bookings in a burst, the plug pulled in the middle, and what must be true afterwards."""
