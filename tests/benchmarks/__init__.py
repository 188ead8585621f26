"""What `make bench` measures: how fast, how big, and where the time goes."""
