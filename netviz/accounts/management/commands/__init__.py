"""Commands for whoever has a shell on the server."""
