"""The patch panel's page: for who has signed in; its controls for those who may give orders."""

import pytest
from django.test import Client
from pytest_django import Settings

from .conftest import SignIn


def staging(page: str) -> str:
    """The tag of the button that stages changes."""
    return page[page.index('id="staging"') :].partition(">")[0]


def test_strangers_are_sent_to_sign_in(client: Client, transactional_db: None) -> None:
    answer = client.get("/panel/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(("role", "may"), [("viewer", False), ("operator", True), ("admin", True)])
def test_its_controls_are_for_who_may_give_orders(sign_in: SignIn, role: str, may: bool) -> None:
    page = sign_in(role).get("/panel/").content.decode()
    assert ("hidden" not in staging(page)) == may
    assert ("data-may-order" in page) == may
    assert 'data-page="panel"' in page


def test_read_only_has_no_controls(operator: Client, settings: Settings) -> None:
    settings.READ_ONLY = True
    page = operator.get("/panel/").content.decode()
    assert "hidden" in staging(page)
    assert "data-may-order" not in page


def test_only_reading(operator: Client) -> None:
    assert operator.post("/panel/").status_code == 405


def test_the_navigation_leads_there_from_the_map(viewer: Client) -> None:
    page = viewer.get("/panel/").content.decode()
    nav = page.partition("<nav")[2].partition("</nav>")[0]
    assert nav.index('href="/map/"') < nav.index('href="/panel/"') < nav.index('href="/networks/"')
    assert 'aria-current="page"' in nav[nav.index('href="/panel/"') :].partition(">")[0]
