"""The told business: Lumen Studio, a salon in Lisbon, made by calling the actions people would call, on the days they would have."""
