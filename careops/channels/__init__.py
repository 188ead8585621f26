"""The accounts a business sends through: which, in what order, with which secrets, and whether they work."""
