"""A snapshot as a Mermaid flowchart. Texts stand in quotes with every character that could mean something as its entity code.

Entity codes: https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
"""

from __future__ import annotations

from netviz.api.diagrams.graph import Edge, Host, Node, hosts_of, literal
from netviz.topology.schema import Snapshot

# Written as they are; letters and digits of any script too.
_PLAIN = frozenset(" .,-_:/@·")
_HEAD = """flowchart LR
  classDef network stroke-width:3px
  classDef stopped stroke-dasharray:4 3"""


def mermaid(taken: Snapshot) -> str:
    """The whole diagram, one subgraph per engine; ends with a line break."""
    return "\n".join([_HEAD, *(line for host in hosts_of(taken) for line in _host(host))]) + "\n"


def _host(host: Host) -> list[str]:
    nodes = [f"    {_node(node)}" for node in host.nodes]
    return [
        f"  subgraph {host.name}[{text(host.title)}]",
        *nodes,
        "  end",
        *(f"  {_edge(edge)}" for edge in host.edges),
    ]


def _node(node: Node) -> str:
    label = text(*(line for line in node.lines if line))
    if node.kind == "network":
        return f"{node.name}([{label}]):::network"
    return f"{node.name}[{label}]" + ("" if node.running else ":::stopped")


def _edge(edge: Edge) -> str:
    if edge.joined:
        return f"{edge.source} -.- {edge.target}"
    label = f"|{text(edge.label)}|" if edge.label else ""
    return f"{edge.source} ---{label} {edge.target}"


def text(*lines: str) -> str:
    """A label in quotes, of one or several lines."""
    return '"' + "<br/>".join(_escaped(line) for line in lines) + '"'


def _escaped(line: str) -> str:
    return "".join(letter if letter.isalnum() or letter in _PLAIN else f"#{ord(letter)};" for letter in literal(line))
