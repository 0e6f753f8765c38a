"""What holds on every page: hostile text is shown literally, and a page in Chinese has no English left."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from netviz.accounts.models import Role, User
from netviz.agent.models import Order

from .conftest import Kept, Objects
from .test_activity_page import order
from .world import container, endpoint, engine, interface, network, object_id

SCRIPT = "<script>alert(1)</script>"
OVERRIDE = "‮gnp.exe"
LONG = "x" * 255
EMOJI = "🦊"
BREAKS = "a\n\tb   c\u200bd "
HOSTILE = (SCRIPT, OVERRIDE, LONG, EMOJI, BREAKS)
# Fields of forms, commands (white space counts there) and what only scripts read.
NOT_SHOWN = r'<(?:textarea|script|pre).*?</(?:textarea|script|pre)>|<code class="command">.*?</code>|<option.*?</option>|\b(?:value|data-[a-z]+|content)="[^"]*"'
BIDIRECTIONAL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def paths(kind: str = "") -> list[str]:
    """Every page that reads, with an object of the world and one that a test calls `kind`."""
    objects = [
        f"/networks/{object_id(kind or 'shop_front')}/",
        f"/containers/{object_id(kind + '-c' if kind else 'web-1')}/",
    ]
    lists = ["/networks/", "/containers/", "/host/", "/fleet/", "/activity/?kind=everything", "/networks/prune/"]
    forms = ["/networks/create/", "/containers/run/", f"/networks/create/?like={object_id(kind or 'lonely')}"]
    settings = ["/settings/account/", "/settings/users/", "/settings/engines/", "/settings/engines/add/", "/about/"]
    return [*lists, *objects, *forms, *settings, "/networks/nothing-here/", "/containers/nothing-here/"]


@pytest.mark.parametrize("text", HOSTILE, ids=["script", "override", "long", "emoji", "breaks"])
def test_hostile_text_is_literal_on_every_page(admin: Client, kept: Kept, world: Objects, text: str) -> None:
    net = network(text, id=object_id("evil"), labels={text: text}, options={text: text}, project=text, parent=text)
    one = container(
        text, id=object_id("evil-c"), image=text, command=text, labels={text: text}, project=text, health=text
    )
    kept.put(
        engine(host_name=text, operating_system=text, reason=text, state="unreachable"),
        net,
        one,
        endpoint(one, net, "172.20.0.9", aliases=(text,), network_name=text),
        interface(text, 77, text, mac=text),
    )
    kept.put(container(text, id=one.id, image="other", hostname=text, state="exited"))
    order(command=f"docker pause {text}", state="failed", error={"code": "refused", "detail": text, "params": {}})

    seen = 0
    for path in paths("evil"):
        answer = admin.get(path)
        page = answer.content.decode()
        assert answer.status_code in (200, 404), path
        assert SCRIPT not in page, path
        visible = re.sub(NOT_SHOWN, "", page, flags=re.S)
        assert not BIDIRECTIONAL.search(visible), path
        assert "a\n\tb" not in visible, path
        assert "b   c" not in visible, path
        seen += as_shown(text) in page
    assert seen > 8


def as_shown(text: str) -> str:
    """What stands in the page for it."""
    escaped = text.replace("<", "&lt;").replace(">", "&gt;")
    return re.sub("[\u202e\n\t\u200b]", "·", escaped).replace("   ", "\xa0\xa0\xa0").replace("d ", "d\xa0")


class Said(HTMLParser):
    """What a person reads or hears of a page: its text, and the attributes that are words."""

    # What an engine, a kernel or a person wrote is set in one of these.
    LITERAL = frozenset({"code", "pre", "q", "script", "style", "option", "kbd", "del", "ins"})

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._inside: list[bool] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag not in {"meta", "link", "input", "br", "circle", "rect", "path", "img"}:
            self._inside.append(
                tag in self.LITERAL
                or "mono" in (given.get("class") or "").split()
                or ("lang" in given and tag != "html")
            )
        self.words += [
            given[name] or ""
            for name in ("title", "aria-label", "placeholder")
            if name in given and "lang" not in given
        ]

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"meta", "link", "input", "br", "circle", "rect", "path", "img"} and self._inside:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._inside):
            self.words.append(data)


# Names of products, protocols, formats, files and kernel things, which stay as they are; and the world's own names.
NAMES = frozenset(
    """netviz docker podman compose swarm api vxlan ipam dns mtu mac ipv ipv4 ipv6 ip id nat ping json tls unix tcp udp sctp sock url http
    bridge macvlan ipvlan overlay host none null veth local ipsec cli compose yaml iptables utc en apache redis env name value key
    ca ingress apache-2 sqlite postgresql var run docker_gwbridge netlink icc enable_icc e g com network driver up eth router users username manage py
    shop_front shop_back shop front back lonely web web-1 db alpine alpine1 sidecar nginx busybox mysql admin1 www eth0 br-51c0 veth3f9a
    host1 tier data labels lit html core dist org isc mit bsd clause js""".split()  # noqa: SIM905
)


def english(page: str) -> list[str]:
    said = Said()
    said.feed(page)
    text = " ".join(said.words)
    return sorted({word for word in re.findall(r"[A-Za-z][A-Za-z0-9_-]+", text) if word.lower() not in NAMES})


def test_the_reader_of_pages_hears_english() -> None:
    page = '<p>网络 Networks</p><input placeholder="Find it"><code>docker run</code><b class="mono">veth</b>'
    assert english(page) == ["Find", "Networks", "it"]


@pytest.mark.parametrize("path", paths())
def test_no_english_is_left_on_a_chinese_page(client: Client, kept: Kept, world: Objects, path: str) -> None:
    user = User.objects.create(username="admin1", role=Role.ADMIN, language="zh-hans")
    client.force_login(user)
    kept.put(container("alpine1", image="alpine", state="paused"))
    order(command="docker pause alpine1", by_name="admin1")
    assert Order.objects.exists()
    page = re.sub(
        r'<section class="panel pad">\s*<h2>随附.*?</section>', "", client.get(path).content.decode(), flags=re.S
    )
    assert 'lang="zh-hans"' in page
    assert " ".join(english(page)) == ""
