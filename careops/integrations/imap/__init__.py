"""A plain mailbox, read over IMAP."""
