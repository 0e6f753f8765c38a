"""Bad input to every field of every form: the error stands next to the field, what was typed stays, and nothing has changed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looking import appears
from tests.engines import Docker

pytestmark = [pytest.mark.engine, pytest.mark.browser]
Open = Callable[..., Any]
Values = dict[str, str]

# Sets a form's fields as nobody could by hand: past the browser's own checks, and to choices that are not offered.
FILL = """(form, values) => {
  form.noValidate = true;
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field.tagName === "SELECT" && ![...field.options].some((option) => option.value === value)) field.add(new Option(value, value));
    if (field.type === "checkbox") field.checked = value === "on"; else field.value = value;
  }
}"""

READ = """(form) => Object.fromEntries([...form.elements]
  .filter((field) => field.name && field.type !== "hidden" && field.type !== "submit")
  .map((field) => [field.name, field.type === "checkbox" ? (field.checked ? "on" : "") : field.value]))"""


class Form:
    """A form on a page, known by its action; `good` is what every field needs besides the bad one."""

    def __init__(self, page: Any, action: str, good: Values, button: str | None = None) -> None:
        self.page = page
        self.selector = f'main form[action="{action}"]' if action else "main form[method=post]"
        self.good = good
        # What its fields hold before anybody has filled them: an answer brings back what was typed.
        self.blank: Values = {}
        self.button = button

    def send(self, values: Values) -> Any:
        """The answer to these values."""
        form = self.page.locator(self.selector).first
        self.blank = self.blank or form.evaluate(READ)
        form.evaluate(FILL, {**self.blank, **self.good, **values})
        buttons = form.locator("button")
        with self.page.expect_response(lambda response: response.request.method == "POST") as answer:
            (buttons.filter(has_text=self.button) if self.button else buttons).first.click()
        self.page.wait_for_load_state()
        return answer.value

    def refuses(self, field: str, value: str) -> None:
        answer = self.send({field: value})
        assert 400 <= answer.status < 500, f"{field}={value[:40]!r}: {answer.status}"
        form = self.page.locator(self.selector).first
        errors = form.locator(".error")
        assert errors.count() == 1, f"{field}={value[:40]!r}: {errors.all_inner_texts()}"
        expect(form.locator(f"#id_{field}_error")).to_be_visible()
        assert form.locator(f"#id_{field}_error").inner_text().strip()
        element = form.locator(f"[name={field}]")
        assert element.get_attribute("aria-invalid") == "true", field
        assert f"id_{field}_error" in (element.get_attribute("aria-describedby") or ""), field
        if element.get_attribute("type") != "password" and element.evaluate("element => element.tagName") != "SELECT":
            assert element.input_value() == value.replace("\\r\\n", "\\n")


@pytest.fixture
def unchanged(docker: Docker, person: Open, console: Any) -> Iterator[Any]:
    """An admin's page; afterwards no order was given, the engines are those that were there, and nothing that a form names exists."""
    console.allow("status of 4")
    page = person("admin")

    def known() -> tuple[Any, list[str]]:
        orders = page.request.get("/api/v1/orders").json()
        return orders, [row["name"] for row in page.request.get("/api/v1/engines").json()]

    before = known()
    yield page
    assert known() == before
    names = docker("ps", "-a", "--format", "{{.Names}}"), docker("network", "ls", "--format", "{{.Name}}")
    assert not {"bad-made", "bad-run"} & set(" ".join(names).split())


@pytest.fixture
def one(docker: Docker) -> tuple[str, str]:
    """A network with a subnet of a person's choice, and a container elsewhere."""
    return docker("network", "create", "--subnet", "172.31.40.0/24", "bad-net"), docker.run("bad-one")


CONNECT = [
    ("ipv4", "300.1.1.1"),
    ("ipv4", "fe80::1"),
    ("ipv4", "<script>alert(1)</script>"),
    ("ipv6", "1.2.3.4"),
    ("ipv6", "zz"),
    ("aliases", "fine not/fine"),
    ("aliases", "x" * 300),
    ("driver_opts", "no equals sign"),
    ("driver_opts", "a=1\na=2"),
]


def test_connect_from_the_container(unchanged: Any, one: tuple[str, str]) -> None:
    appears(unchanged, f"/containers/{one[1]}/")
    form = Form(unchanged, f"/containers/{one[1]}/connect/", {"network": one[0]})
    for field, value in [*CONNECT, ("network", ""), ("network", "no-such-network")]:
        form.refuses(field, value)


def test_connect_from_the_network(unchanged: Any, one: tuple[str, str]) -> None:
    appears(unchanged, f"/containers/{one[1]}/")
    appears(unchanged, f"/networks/{one[0]}/")
    form = Form(unchanged, f"/networks/{one[0]}/connect/", {"container": one[1]})
    for field, value in [*CONNECT, ("container", ""), ("container", "' or 1=1")]:
        form.refuses(field, value)


def test_rename(unchanged: Any, one: tuple[str, str]) -> None:
    appears(unchanged, f"/containers/{one[1]}/")
    form = Form(unchanged, f"/containers/{one[1]}/rename/", {})
    for value in ("", "-starts-badly", "has space", "x" * 300, "名字"):
        form.refuses("name", value)


def test_create_a_network(unchanged: Any) -> None:
    unchanged.goto("/networks/create/")
    form = Form(unchanged, "", {"name": "bad-made", "subnets-0-subnet": "172.31.41.0/24"})
    for field, value in (
        ("name", ""),
        ("name", "-bad"),
        ("name", "a b"),
        ("driver", ""),
        ("parent", "x" * 600),
        ("options", "=no key"),
        ("labels", "a=1\na=2"),
        ("ipam_driver", "x" * 200),
        ("ipam_options", "=no key"),
        ("config_from", "-bad"),
        ("subnets-0-subnet", "nonsense"),
        ("subnets-0-subnet", "172.31.41.5/24"),
        ("subnets-0-subnet", "172.31.41.0/99"),
        ("subnets-0-gateway", "10.0.0.1"),
        ("subnets-0-gateway", "gateway"),
        ("subnets-0-ip_range", "10.0.0.0/25"),
        ("subnets-0-ip_range", "half"),
        ("subnets-0-aux_addresses", "no equals sign"),
        ("subnets-0-aux_addresses", "router=10.0.0.1"),
    ):
        form.refuses(field, value)


def test_run_a_container(unchanged: Any) -> None:
    unchanged.goto("/containers/run/")
    form = Form(unchanged, "", {"image": "busybox", "name": "bad-run"}, "Run it")
    for field, value in (
        ("image", ""),
        ("image", "x" * 600),
        ("name", "-bad"),
        ("command", 'sh -c "never closed'),
        ("network", "no-such-network"),
        ("ipv4", "172.31.40"),
        ("ipv6", "::g"),
        ("aliases", "not/fine"),
        ("ports", "eighty"),
        ("ports", "99999:80"),
        ("ports", "1.2.3:80:80"),
        ("ports", "80/quic"),
        ("env", "NO_EQUALS_SIGN"),
        ("env", "=value"),
        ("hostname", "x" * 64),
        ("restart_policy", "sometimes"),
        ("labels", "=no key"),
    ):
        form.refuses(field, value)


def test_prune_wants_a_choice_and_refuses_what_is_in_use(docker: Docker, unchanged: Any) -> None:
    used = docker("network", "create", "bad-used")
    docker.run("bad-user", "--network", "bad-used")
    docker("network", "create", "bad-unused")
    appears(unchanged, f"/networks/{used}/")
    unchanged.goto("/networks/prune/")
    boxes = unchanged.get_by_role("checkbox")
    # The list of what would go comes first, and names what nobody uses only.
    expect(unchanged.get_by_role("row").filter(has_text="bad-unused")).to_have_count(1)
    expect(unchanged.get_by_role("row").filter(has_text="bad-used")).to_have_count(0)
    for box in boxes.all():
        box.uncheck()
    unchanged.get_by_role("button", name="Remove the ticked networks").click()
    expect(unchanged.get_by_role("alert")).to_have_text("Tick at least one network.")
    boxes.first.evaluate("(box, id) => { box.value = id; box.checked = true; }", used)
    unchanged.get_by_role("button", name="Remove the ticked networks").click()
    expect(unchanged.get_by_role("alert").first).to_contain_text("in use or gone meanwhile")


def test_add_an_engine(unchanged: Any) -> None:
    unchanged.goto("/settings/engines/add/")
    form = Form(unchanged, "", {"name": "bad-engine", "url": "tcp://127.0.0.1:2376"})
    for field, value in (
        ("name", ""),
        ("name", "a b/c"),
        ("name", "local"),
        ("url", ""),
        ("url", "ftp://example.org"),
        ("url", "no scheme"),
        ("tls_ca", "x" * 600),
        ("tls_cert", "x" * 600),
        ("tls_key", "x" * 600),
    ):
        form.refuses(field, value)


def test_accounts(unchanged: Any) -> None:
    unchanged.goto("/settings/users/")
    form = Form(unchanged, "/settings/users/", {"username": "bad-user", "role": "viewer"})
    for field, value in (("username", ""), ("username", "a b"), ("username", "x" * 200), ("role", "root")):
        form.refuses(field, value)
    expect(unchanged.get_by_role("link", name="bad-user")).to_have_count(0)

    unchanged.goto("/settings/account/")
    for action, good, cases in (
        ("preferences", {}, [("language", "xx"), ("time_zone", "Mars/Base"), ("theme", "neon")]),
        (
            "password",
            {"new": "long enough, surely", "repeated": "long enough, surely"},
            [("new", "short"), ("repeated", "another one"), ("new", "")],
        ),
        ("tokens", {"name": "bad-token"}, [("name", ""), ("name", "x" * 100), ("role", "root")]),
    ):
        form = Form(unchanged, f"/settings/account/{action}/", good)
        for field, value in cases:
            extra = {"repeated": value} if field == "new" else {}
            form.good = {**good, **extra}
            form.refuses(field, value) if value or field != "new" else form.send({"new": "", "repeated": ""})
    expect(unchanged.get_by_role("cell", name="bad-token")).to_have_count(0)


def test_sign_in(new_page: Open, served: Any, console: Any) -> None:
    console.allow("status of 4")
    page = new_page(base_url=served.base)
    page.goto("/sign-in/")
    form = Form(page, "/sign-in/", {"username": "nobody", "password": "wrong"})
    answer = form.send({})
    assert 400 <= answer.status < 500
    expect(page.get_by_role("alert")).to_have_count(1)
    for values in ({"username": ""}, {"password": ""}, {"username": "x" * 300}, {"password": "x" * 3000}):
        assert 400 <= form.send(values).status < 500
        expect(page.locator(".error").first).to_be_visible()


GARBAGE = (
    "\x00",
    "%00",
    "\udcff".encode("utf-8", "surrogatepass").decode("latin-1"),
    "💥" * 3000,
    "-1",
    "9" * 30,
    "[]",
    "../../etc/passwd",
    "<script>",
)


def test_garbage_in_addresses_is_never_a_fault(unchanged: Any) -> None:
    """What is in the query or the path of a page: an answer below 500, whatever it is."""
    unchanged.goto("/networks/")
    pages = ("/networks/", "/containers/", "/activity/", "/host/", "/map/", "/map/history/")
    names = ("q", "engine", "kind", "id", "show", "by", "revision", "below", "order")
    for value in GARBAGE:
        for path in pages:
            answer = unchanged.request.get(path, params=dict.fromkeys(names, value[:60]))
            assert answer.status < 500, (path, value[:20])
    for text in ("%00", "%ff%fe", "a" * 300, "%E2%80%AE", "..%2f..%2f"):
        for path in (
            "/networks/{}/",
            "/containers/{}/",
            "/settings/engines/{}/",
            "/sign-in/link/{}/",
            "/catalog/{}.js",
        ):
            assert unchanged.request.get(path.format(text)).status < 500, (path, text)
