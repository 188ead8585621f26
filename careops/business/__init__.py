"""The business a workspace is: where it is, how it tells time and money, what it calls things, what it looks like."""
