"""Mail through any SMTP server."""
