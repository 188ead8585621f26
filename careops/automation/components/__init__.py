"""What the screens of rules, jobs, alerts and webhooks are made of."""
