"""Setting a business up in eight steps, until its public pages may open."""
