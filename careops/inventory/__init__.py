"""What is in stock: items, and a ledger of everything that changed how many there are."""
