"""GET topology/export: whole files, whose syntax no name can break."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.api.diagrams import dot, mermaid
from netviz.api.diagrams.graph import literal
from netviz.topology import models, schema
from netviz.topology.db import in_db
from tests.dashboard.world import container, endpoint, engine, network

from .conftest import Caller, Kept, Objects, said

HOSTILE = ['"]; drop', "`${x}`", "<script>alert(1)</script>", "a\nb --> c", "\\", '\\"', "end", "&quot;", "#34;", "%%{init}%%", "\u202eevil", "日本", "💥", "x" * 255, "a|b", "]]>", "subgraph", ";", "{}"]  # fmt: skip

# The lines that a Mermaid flowchart of ours may hold, each whole; a label holds nothing but plain letters and entity codes.
LABEL = r'"(?:[^\W"#;<>]|[ .,\-:/@·]|#\d+;|<br/>)*"'
MERMAID_LINES = [
    r"flowchart LR", r"  classDef \w+ [\w:\- ]+", rf"  subgraph h\d+\[{LABEL}\]", r"  end",
    rf"    h\d+n\d+\(\[{LABEL}\]\):::network", rf"    h\d+c\d+\[{LABEL}\](?::::stopped)?",
    rf"  h\d+c\d+ ---(?:\|{LABEL}\|)? h\d+n\d+", r"  h\d+c\d+ -\.- h\d+c\d+",
]  # fmt: skip
# The tokens of the Graphviz grammar that a graph of ours is made of.
DOT_TOKEN = re.compile(r'\s+|graph|subgraph|node|--|[{}\[\]=,]|[a-z_]\w*|"(?:[^"\\]|\\.)*"')


def is_mermaid(text: str) -> bool:
    return text.endswith("\n") and all(
        any(re.fullmatch(line, given_line) for line in MERMAID_LINES) for given_line in text[:-1].split("\n")
    )


def dot_tokens(text: str) -> list[str]:
    tokens, place = [], 0
    while place < len(text):
        match = DOT_TOKEN.match(text, place)
        assert match, text[place : place + 40]
        place = match.end()
        tokens += [match[0]] if match[0].strip() else []
    return tokens


def is_dot(text: str) -> bool:
    tokens = dot_tokens(text)
    depth = 0
    for token in tokens:
        depth += (token in "{[") - (token in "}]") if len(token) == 1 else 0
        assert depth >= 0
    return tokens[:3] == ["graph", "netviz", "{"] and tokens[-1] == "}" and depth == 0


def taken(name: str, image: str = "busybox") -> schema.Snapshot:
    """A snapshot in which everything is called so."""
    net, box = network(name, "10.1.0.0/24"), container(name, image=image)
    mate = container(f"{name}2", namespace_owner=box.id, state="exited")
    joint = endpoint(box, net, "10.1.0.2")
    lists = {
        "engines": [engine(host_name=name).data()],
        "networks": [net.data()],
        "containers": [box.data(), mate.data()],
        "endpoints": [joint.data()],
    }
    return schema.Snapshot(revision=1, journal="j", time="2026-01-01T00:00:00+00:00", interfaces=[], **lists)


def unescaped_mermaid(label: str) -> str:
    return re.sub(r"#(\d+);", lambda code: chr(int(code[1])), label)


def unescaped_dot(label: str) -> str:
    return re.sub(r"\\(.)", r"\1", label).replace("&amp;", "&")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_break_nothing(name: str) -> None:
    assert is_mermaid(mermaid.mermaid(taken(name)))
    assert is_dot(dot.dot(taken(name)))


@given(st.text(max_size=60))
def test_any_name_is_read_back_as_it_is_shown(name: str) -> None:
    shown = literal(name)
    assert unescaped_mermaid(mermaid.text(name)[1:-1]) == shown
    assert unescaped_dot(dot.text(name)[1:-1]) == shown
    assert is_mermaid(mermaid.mermaid(taken(name, name)))
    assert is_dot(dot.dot(taken(name, name)))


def test_every_object_and_what_joins_them() -> None:
    lines = mermaid.mermaid(taken("web")).split("\n")
    assert '    h0n0(["web<br/>bridge<br/>10.1.0.0/24"]):::network' in lines
    assert '    h0c0["web<br/>busybox"]' in lines
    assert '    h0c1["web2<br/>busybox"]:::stopped' in lines
    assert '  h0c0 ---|"10.1.0.2"| h0n0' in lines
    assert "  h0c1 -.- h0c0" in lines
    graph = dot.dot(taken("web"))
    assert '    h0n0 [label="web\\nbridge\\n10.1.0.0/24", shape="oval", penwidth="2"]' in graph
    assert '  h0c0 -- h0n0 [label="10.1.0.2"]' in graph
    assert '  h0c1 -- h0c0 [style="dotted"]' in graph


@pytest.mark.parametrize(("format", "ending"), [("json", "json"), ("mermaid", "mmd"), ("dot", "dot")])
async def test_a_file_to_keep(world: Objects, viewer: Caller, format: str, ending: str) -> None:
    response = await viewer.get(f"topology/export?format={format}")
    assert response.status_code == 200
    assert re.fullmatch(rf'attachment; filename="netviz-\d{{8}}T\d{{6}}Z\.{ending}"', response["Content-Disposition"])
    text = response.content.decode()
    assert "web-1" in text
    assert {
        "json": lambda: bool(json.loads(text)["networks"]),
        "mermaid": lambda: is_mermaid(text),
        "dot": lambda: is_dot(text),
    }[format]()


async def test_two_engines_are_two_groups(world: Objects, other_host: Kept, viewer: Caller) -> None:
    text = (await viewer.get("topology/export?format=mermaid")).content.decode()
    assert is_mermaid(text)
    assert len(re.findall(r"^  subgraph ", text, re.MULTILINE)) == 2


async def test_an_earlier_moment(world: Objects, kept: Kept, viewer: Caller) -> None:
    before = said(await viewer.get("topology"), 200)
    await in_db(kept.put, network("later"))
    for query in (f"revision={before['revision']}", f"time={quote(before['time'])}"):
        assert "later" not in (await viewer.get(f"topology/export?format=dot&{query}")).content.decode()
    await in_db(models.Journal.objects.update, horizon=5)
    said(await viewer.get("topology/export?format=dot&revision=4"), 410, "too_old")


@pytest.mark.parametrize(
    "query", ["", "?format=png", "?format=dot&revision=x", "?format=dot&revision=1&time=2026-01-01T00:00:00Z"]
)
async def test_wrong_values(world: Objects, viewer: Caller, query: str) -> None:
    said(await viewer.get(f"topology/export{query}"), 422, "invalid")


async def test_strangers(world: Objects, stranger: Caller) -> None:
    said(await stranger.get("topology/export?format=json"), 401, "not_signed_in")
