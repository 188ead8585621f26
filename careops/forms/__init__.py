"""What a business asks in writing: forms with versions, and the copies that were asked for."""
