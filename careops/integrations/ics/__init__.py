"""Calendar files: what mail programs and phones put into a calendar."""
