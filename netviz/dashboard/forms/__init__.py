"""What people type into the pages, checked; each form ends in the data of an order."""
