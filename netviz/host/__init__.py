"""The only room that speaks to the kernel: the host's and the containers' interfaces, addresses, routes and byte counters.

Messages are read with `struct`: a connect sends some twenty, and pyroute2 takes about 120 us for each where this takes 8, within a
budget of 8 ms from the engine's answer to the browser. pyroute2 is what the tests compare the parsers with.
"""
