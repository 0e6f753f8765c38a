"""Figures of netviz, each measured in the same run as its floor: one module per figure, `measure(lab)` gives its rows."""
