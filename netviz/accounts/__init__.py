"""Users, roles, tokens and sign-in."""
