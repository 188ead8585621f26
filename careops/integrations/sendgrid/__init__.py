"""SendGrid: mail out by its HTTP interface, news and mail in through its webhooks."""
