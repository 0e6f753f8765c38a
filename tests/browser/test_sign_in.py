"""Who gets in, and what a page does when its person is no longer let in."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Map, live
from tests.served import Served

pytestmark = [pytest.mark.engine, pytest.mark.browser]
Open = Callable[..., Any]


def test_the_printed_link_signs_the_first_admin_in_once(fresh: Served, new_page: Open, console: Any) -> None:
    console.allow("status of 4")
    page, late = new_page(), new_page()
    for each in (page, late):
        # Looking at it, as mail programs and chats do, does not use it up.
        each.goto(fresh.printed_link)
        expect(each.get_by_role("button")).to_have_count(1)
    page.get_by_role("button", name="Sign in as admin").click()
    page.wait_for_url("**/map/**")
    expect(page.locator("body")).to_have_attribute("data-role", "admin")
    live(page)

    late.get_by_role("button").click()
    expect(late.get_by_role("heading", level=1)).to_have_text("This link does not work any more")
    late.goto(fresh.printed_link)
    expect(late.get_by_role("button")).to_have_count(0)
    late.goto(f"{fresh.base}/map/")
    expect(late).to_have_url(re.compile("/sign-in/"))


def test_no_link_is_printed_once_an_admin_has_signed_in(fresh: Served, new_page: Open, console: Any) -> None:
    console.allow("WebSocket connection to|net::ERR_(SOCKS_)?CONNECTION")  # the page is open while netviz is stopped
    page = new_page()
    page.goto(fresh.printed_link)
    page.get_by_role("button").click()
    page.wait_for_url("**/map/**")
    printed = fresh.output
    fresh.stop()
    fresh.start()
    assert "/sign-in/link/" not in fresh.output[len(printed) :]


def test_a_link_for_a_page_leads_to_that_page_after_signing_in(served: Served, person: Open, new_page: Open) -> None:
    owner = person("viewer", "returning")
    owner.goto("/settings/account/")
    for name in ("new", "repeated"):
        owner.locator(f"input[name={name}]").fill("correct horse battery")
    owner.get_by_role("button", name="Set the password").click()
    page = new_page(base_url=served.base)
    page.goto("/networks/?q=bridge")
    page.get_by_label("User name").fill("returning")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/networks/\?q=bridge$"))


def test_signing_out_closes_the_websocket_of_every_tab(person: Open) -> None:
    page = person("viewer", "leaving")
    sockets: list[Any] = []
    page.on("websocket", lambda socket: sockets.append(socket))
    page.goto("/map/")
    seen = Map(page)
    other = page.context.new_page()
    other.goto("/networks/")
    other.locator("summary", has_text="leaving").click()
    other.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in/"))
    assert [socket.is_closed() for socket in sockets] == [True]
    assert page.request.get("/api/v1/topology").status == 401
    expect(seen.page.locator("[data-kind]")).to_have_count(0)


@pytest.mark.parametrize("path", ["/map/", "/networks/"])
def test_a_deactivated_person_loses_the_page(person: Open, path: str) -> None:
    name = f"deactivated-{path.strip('/')}"
    page, admin = person("operator", name), person("admin")
    page.goto(path)
    live(page)
    admin.goto("/settings/users/")
    admin.get_by_role("link", name=name).click()
    admin.get_by_role("button", name="Deactivate").click()
    expect(page).to_have_url(re.compile("/sign-in/"))
    expect(page.get_by_role("status")).to_contain_text("You were signed out")
    assert page.request.get("/api/v1/topology").status == 401


def test_a_new_role_counts_at_once(person: Open) -> None:
    page, admin = person("operator", "demoted"), person("admin")
    page.goto("/networks/create/")
    live(page)
    admin.goto("/settings/users/")
    admin.get_by_role("link", name="demoted").click()
    admin.get_by_role("combobox", name="Role").select_option("viewer")
    admin.get_by_role("button", name="Save the role").click()
    expect(page).to_have_url(re.compile("/sign-in/"))
