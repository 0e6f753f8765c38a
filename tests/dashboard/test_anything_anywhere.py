"""Anything at all in every field of every form and at every address: said at the field, never a fault, and nothing has changed.

Forms and addresses are found by looking, so that a new one can't be forgotten: it fails here until it is described.
"""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
from django import forms
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from netviz.accounts import forms as of_accounts
from netviz.accounts.models import Attempts, User
from netviz.dashboard.forms import connect, container, engine, network
from netviz.dashboard.forms.orders import OrderForm
from tests.kept import Objects, user_of

from . import world as objects
from .conftest import FakeAgent

GARBAGE = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "x" * 5000,
    "💥" * 1000,
    "-1",
    "9" * 400,
    "1e400",
    "[]",
    '{"a": 1}',
    "<script>alert(1)</script>",
    "a\r\nb",
    "=",
    "=b",
    "'; drop table users; --",
    "../../etc/passwd",
    "%s%n{0}",
    "\u202e\u2028",
    "0.0.0.0/0",
    "::/0",
    "255.255.255.255",
    "host",
    "on",
    "None",
)
LONELY, WEB = objects.network("lonely"), objects.container("web-1")
ENGINES = {objects.ENGINE: objects.engine()}
CONNECT = {"engine": None}


class Described:
    """How a form is made, what it is sent when all is well, and which of its fields take any text that can be kept."""

    def __init__(self, make: Callable[[dict[str, Any]], forms.BaseForm], good: dict[str, Any], free: str = "") -> None:
        self.make, self.good, self.free = make, good, set(free.split())


FORMS: dict[type[forms.BaseForm], Described] = {
    container.RenameForm: Described(container.RenameForm, {"name": "new"}),
    container.RemoveContainerForm: Described(container.RemoveContainerForm, {}, "force volumes"),
    container.DisconnectForm: Described(container.DisconnectForm, {"network": LONELY.id}, "force"),
    container.RunForm: Described(
        lambda data: container.RunForm(data, networks={objects.ENGINE: [LONELY]}),
        {"engine": objects.ENGINE, "image": "busybox", "network": LONELY.id},
    ),
    connect.ConnectContainerForm: Described(
        lambda data: connect.ConnectContainerForm(data, networks=[LONELY], **CONNECT), {"network": LONELY.id}
    ),
    connect.ConnectNetworkForm: Described(
        lambda data: connect.ConnectNetworkForm(data, containers=[WEB], **CONNECT), {"container": WEB.id}
    ),
    network.NetworkCreateForm: Described(
        lambda data: network.NetworkCreateForm(data, engines=ENGINES),
        {"engine": objects.ENGINE, "name": "new", "driver": "bridge"},
        "internal ipv6 attachable config_only ingress",
    ),
    network.SubnetForm: Described(
        lambda data: network.SubnetForm(data, engines=ENGINES), {"subnet": "10.9.0.0/24"}
    ),
    network.PruneForm: Described(
        lambda data: network.PruneForm(data, choices={objects.ENGINE: [LONELY.id]}),
        {"engine": objects.ENGINE, "networks": [LONELY.id]},
    ),
    engine.EngineForm: Described(engine.EngineForm, {"name": "new", "url": "tcp://10.0.0.5:2376"}),
    of_accounts.SignInForm: Described(of_accounts.SignInForm, {"username": "ada", "password": "secret"}),
    of_accounts.PreferencesForm: Described(
        of_accounts.PreferencesForm, {"language": "en", "time_zone": "UTC", "theme": "dark"}
    ),
    of_accounts.PasswordForm: Described(
        lambda data: of_accounts.PasswordForm(data, user=User(username="ada"), ask_old=True),
        {"old": "x", "new": "long enough, surely", "repeated": "long enough, surely"},
    ),
    of_accounts.TokenForm: Described(
        lambda data: of_accounts.TokenForm(data, user=User(username="ada", role="admin")),
        {"name": "mine", "role": "viewer"},
    ),
    of_accounts.ShareForm: Described(
        lambda data: of_accounts.ShareForm(data, engines=["a", "b"], lifetimes={"1d": "a day"}),
        {"name": "wall", "engine": "a", "lifetime": "1d"},
    ),
    of_accounts.NewUserForm: Described(of_accounts.NewUserForm, {"username": "new", "role": "viewer"}),
    of_accounts.RoleForm: Described(of_accounts.RoleForm, {"role": "viewer"}),
}  # fmt: skip
# What an order leaves to the page that asks for it.
PAGES_OWN = {"container": WEB.id, "network": LONELY.id}
BASES = {OrderForm, connect.EndpointForm}


def every_form() -> set[type[forms.BaseForm]]:
    def below(kind: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
        for child in kind.__subclasses__():
            yield child
            yield from below(child)

    return {kind for kind in below(forms.BaseForm) if kind.__module__.startswith("netviz.")} - BASES


def fields() -> list[tuple[type[forms.BaseForm], str]]:
    found = [(kind, name) for kind in every_form() for name in kind.base_fields if name != "key"]
    return sorted(found, key=lambda item: (item[0].__name__, item[1]))


def test_every_form_is_described() -> None:
    assert every_form() == set(FORMS)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(FORMS, key=lambda kind: kind.__name__))
def test_what_is_good_is_taken(kind: type[forms.BaseForm]) -> None:
    form = FORMS[kind].make(FORMS[kind].good)
    assert taken(form), form.errors


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "name"), fields(), ids=lambda value: value if isinstance(value, str) else value.__name__
)
def test_anything_in_a_field(kind: type[forms.BaseForm], name: str) -> None:
    """Whatever it is: an answer, and for what can't be kept (a NUL, half a character, megabytes) a word at the field."""
    described, refused = FORMS[kind], 0
    for value in GARBAGE:
        form = described.make({**described.good, name: [value] if name == "networks" else value})
        if taken(form):
            continue
        refused += 1
        assert name in form.errors or "__all__" in form.errors or set(form.errors) <= set(form.fields), value
        assert all(str(word).strip() for words in form.errors.values() for word in words)
        # The page that shows the answer shows also this.
        assert str(form[name])
    assert (refused == 0) == (name in described.free), f"{refused} of {len(GARBAGE)} were refused"


def taken(form: forms.BaseForm) -> bool:
    """Whether the form is sent on: as an order, where it asks for one."""
    if not isinstance(form, OrderForm):
        return form.is_valid()
    action = form.action
    own = {
        "connect": PAGES_OWN,
        "disconnect": PAGES_OWN,
        "rename": {"container": WEB.id},
        "container_remove": {"container": WEB.id},
        "network_create": {"subnets": ()},
    }.get(action, {})
    return form.spec(**{field: value for field, value in own.items() if field not in form.fields}) is not None


# What acts without a field, or with any: these do what they are for whatever is sent along.
ACTS = {
    "sign-out/",
    "settings/account/tokens/<int:token_id>/revoke/",
    "settings/shares/<int:share_id>/revoke/",
    "settings/users/<int:user_id>/link/",
    "settings/users/<int:user_id>/revoke/",
    "networks/<str:network_id>/remove/",
    "containers/<str:container_id>/remove/",
    "containers/<str:container_id>/do/<str:action>/",
    "activity/<int:order_id>/undo/",
    "settings/engines/<str:name>/switch/",
    "settings/engines/<str:name>/remove/",
}
KNOWN = {"network_id": LONELY.id, "container_id": WEB.id, "name": objects.ENGINE, "action": "pause", "language": "en"}
# What a browser can't send otherwise than in pieces of its own.
ALONG = {
    "key",
    "back",
    "next",
    "test",
    "enabled",
    "active",
    "engine",
    "order",
    "q",
    "revision",
    "below",
    "time",
    "since",
}


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Of every page and its acts; the API has tests of its own (tests/api/test_fuzz.py)."""
    for pattern in patterns:
        path = (before + str(pattern.pattern)).lstrip("^").rstrip("$")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, path)
        elif not path.startswith(("api/v1/", "static/")):
            yield path


ADDRESSES = sorted(set(addresses(get_resolver().url_patterns)))


def filled(path: str, text: str | None) -> str:
    """With `text` in each place; without one with what is there."""
    for kind, name in (
        place.rstrip(">").split(":") for place in path.split("<")[1:] for place in [place.split(">")[0]]
    ):
        value = ("9" * 30 if text else "1") if kind == "int" else text or KNOWN.get(name, "none")
        path = path.replace(f"<{kind}:{name}>", quote(value.encode("utf-8", "surrogatepass"), safe=""))
    return "/" + path


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All that is kept, but for what is noted of who comes and who tries to."""
    noted = {Session, Attempts}
    seen = {"last_look", "visit_before", "last_login", "last_used"}
    return {
        model.__name__: sorted(
            model.objects.values_list(*(field.name for field in model._meta.fields if field.name not in seen)), key=repr
        )
        for model in apps.get_models()
        if model not in noted
    }


@pytest.fixture
def anybody(world: Objects, agent: FakeAgent) -> Client:
    """An admin whose acts no agent hinders."""
    client = Client()
    client.force_login(user_of("admin"))
    return client


# None of it is a name that an object could have.
NEVER = ("", "\x00", "\ud800", "x" * 5000, "💥" * 60, "9" * 400, '{"a": 1}', "<script>", "a\r\nb", "=", "../../etc")
NAMES = sorted({name for kind in every_form() for name in kind.base_fields} | ALONG)


def test_anything_in_all_fields_at_once(anybody: Client) -> None:
    before = everything()
    for path, text in product([path for path in ADDRESSES if path not in ACTS], NEVER):
        raw = quote(text.encode("utf-8", "surrogatepass"), safe="")
        sent = "&".join(f"{name}={raw}" for name in NAMES)
        address = filled(path, None)
        read = anybody.get(f"{address}?{sent[:8000]}")
        answer = anybody.generic("POST", address, sent, "application/x-www-form-urlencoded")
        assert max(read.status_code, answer.status_code) < 500, (path, text[:30], read.status_code, answer.status_code)
    assert everything() == before


def test_anything_in_an_address(anybody: Client) -> None:
    before = everything()
    addresses = [path for path in ADDRESSES if "<" in path]
    assert len(addresses) > 15
    for path, text, method in product(addresses, NEVER[1:], ("GET", "POST")):
        answer = anybody.generic(method, filled(path, text))
        assert answer.status_code in {302, 303, 400, 403, 404, 405, 410, 422}, (path, text[:30], answer.status_code)
    assert everything() == before


BODIES = [
    (b"--x\r\nnonsense", "multipart/form-data; boundary="),
    (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
    (b'{"a":', "application/json"),
    (b"\xff\xfe%", "application/x-www-form-urlencoded; charset=utf-99"),
    (b"%ff%fe=%00&" * 50, "application/x-www-form-urlencoded"),
    (b"&".join(b"a%d=1" % number for number in range(5000)), "application/x-www-form-urlencoded"),
]


def test_bodies_that_are_no_form(anybody: Client) -> None:
    before = everything()
    for path, (body, kind) in product([path for path in ADDRESSES if path not in ACTS], BODIES):
        answer = anybody.generic("POST", filled(path, None), body, kind)
        assert answer.status_code < 500, (path, kind, answer.status_code)
    assert everything() == before
