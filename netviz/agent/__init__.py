"""The background poller: watches engines and their hosts, carries out orders."""
