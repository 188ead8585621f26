"""Twilio: texts out through its own client, news and texts in through its signed webhooks."""
