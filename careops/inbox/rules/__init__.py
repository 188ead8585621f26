"""What conversations and deliveries decide: who waits, what to try again, what a letter says."""
