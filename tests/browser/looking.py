"""How tests find things on netviz's pages: by the attributes that deep links and extensions use too."""

from typing import Any

from playwright.sync_api import expect


def live(page: Any) -> None:
    """The page hears the engine."""
    expect(page.locator("body")).to_have_attribute("data-live", "live")


def appears(page: Any, path: str) -> None:
    """Opens the page of an object that the agent may see a moment later."""
    for _ in range(50):
        if page.goto(path).status == 200:
            break
        page.wait_for_timeout(100)
    live(page)


def remember(page: Any) -> None:
    """Marks the document: `same` tells whether it was ever loaded again."""
    page.evaluate("() => { window.sameDocument = true; }")


def same(page: Any) -> bool:
    return bool(page.evaluate("() => window.sameDocument === true"))


class Shown:
    """What the map and the patch panel have in common: things by kind and id, the open question, the inspector."""

    # Where the things are drawn, as a selector.
    place: str

    def __init__(self, page: Any) -> None:
        self.page = page
        live(page)
        remember(page)

    def container(self, object_id: str) -> Any:
        return self._item("container", object_id)

    def network(self, object_id: str) -> Any:
        return self._item("network", object_id)

    @property
    def question(self) -> Any:
        return self.page.locator("#ask")

    @property
    def inspector(self) -> Any:
        return self.page.locator("#inspector")

    def _item(self, kind: str, object_id: str) -> Any:
        return self.page.locator(f'{self.place} [data-kind="{kind}"][data-id="{object_id}"]')


class Map(Shown):
    """The map on a page: cards, networks, joints, each with what a person can do to it."""

    place = "#map"

    def joint(self, container: str, network: str) -> Any:
        return self._item("endpoint", f"{container}:{network}")

    def choose(self, name: str) -> None:
        """Answers the question that is open with the row of that name."""
        self.question.locator("li button", has=self.page.get_by_text(name, exact=True)).click()

    def was_loaded_once(self) -> bool:
        return same(self.page)
