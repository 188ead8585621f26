"""What every domain stands on and that knows none of them: settings, database, time, identity, refusals, the live bus."""
