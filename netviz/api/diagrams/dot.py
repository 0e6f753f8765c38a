"""A snapshot as a Graphviz graph. Every text is a quoted string, in which three characters mean something.

The grammar: https://graphviz.org/doc/info/lang.html; escapes in labels: https://graphviz.org/docs/attr-types/escString/
"""

from __future__ import annotations

from netviz.api.diagrams.graph import Edge, Host, Node, hosts_of, literal
from netviz.topology.schema import Snapshot

_HEAD = """graph netviz {
  graph [rankdir="LR"]
  node [shape="box", style="rounded"]"""
# A backslash begins an escape, a quote ends the string, an ampersand begins an HTML entity.
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "&": "&amp;"})


def dot(taken: Snapshot) -> str:
    """The whole graph, one cluster per engine; ends with a line break."""
    return "\n".join([_HEAD, *(line for host in hosts_of(taken) for line in _host(host)), "}"]) + "\n"


def _host(host: Host) -> list[str]:
    nodes = [f"    {_node(node)}" for node in host.nodes]
    head = [f"  subgraph cluster_{host.name} {{", f"    label={text(host.title)}"]
    return [*head, *nodes, "  }", *(f"  {_edge(edge)}" for edge in host.edges)]


def _node(node: Node) -> str:
    label = text(*(line for line in node.lines if line))
    more = ', shape="oval", penwidth="2"' if node.kind == "network" else "" if node.running else ', style="dashed"'
    return f"{node.name} [label={label}{more}]"


def _edge(edge: Edge) -> str:
    attributes = ' [style="dotted"]' if edge.joined else f" [label={text(edge.label)}]" if edge.label else ""
    return f"{edge.source} -- {edge.target}{attributes}"


def text(*lines: str) -> str:
    """A quoted string of one or several lines."""
    return '"' + "\\n".join(literal(line).translate(_ESCAPES) for line in lines) + '"'
