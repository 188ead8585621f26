"""Everything that decides about a visit, read in a fixed number of statements however many people, rooms and days there are.

Rows are dear and text is cheap: each group of rows comes as one text, and what a text means is remembered by it.
"""

from careops.booking.queries.ground.sold import MOST, Ground, Sold, ground, ground_again, offer_of
from careops.booking.queries.ground.taken import know_hours, look, read_hours, survey

__all__ = ["MOST", "Ground", "Sold", "ground", "ground_again", "know_hours", "look", "offer_of", "read_hours", "survey"]
