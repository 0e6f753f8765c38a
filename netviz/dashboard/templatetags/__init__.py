"""What templates need beside Django's own: words for codes, and times."""
