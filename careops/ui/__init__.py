"""How CareOps looks: one set of tokens, a kit for the signed-in app and one for the public pages."""
