"""Screens for those who run the business: the team and what each may do, and one's own way in."""
