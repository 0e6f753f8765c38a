"""What the pages say of the objects: pure functions from a World (one snapshot, indexed) to the lines of a table or a page."""
