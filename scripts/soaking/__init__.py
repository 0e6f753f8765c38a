"""A soak: random operations on a real engine while netviz watches, then its models against the engine's own words."""
