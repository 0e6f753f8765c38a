"""What is known: models, journal, reconcile, snapshot, hub. Imports no other room."""
