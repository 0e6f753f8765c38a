"""A snapshot as text that draws itself: Mermaid and Graphviz. Values in, text out."""
