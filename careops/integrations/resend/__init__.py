"""Resend: mail out through its own client, news and mail in through its signed webhooks."""
