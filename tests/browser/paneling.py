"""How tests find things on the patch panel."""

from typing import Any

from tests.browser.looking import live, remember


def crossing(page: Any, container: str, network: str) -> Any:
    return page.locator(f'[role="gridcell"][data-container="{container}"][data-network="{network}"]')


class Panel:
    """The patch panel on a page, live."""

    def __init__(self, page: Any) -> None:
        self.page = page
        live(page)
        remember(page)

    def crossing(self, container: str, network: str) -> Any:
        return crossing(self.page, container, network)

    def container(self, object_id: str) -> Any:
        return self.page.locator(f'#panel [data-kind="container"][data-id="{object_id}"]')

    def network(self, object_id: str) -> Any:
        return self.page.locator(f'#panel [data-kind="network"][data-id="{object_id}"]')

    @property
    def question(self) -> Any:
        return self.page.locator("#ask")

    @property
    def inspector(self) -> Any:
        return self.page.locator("#inspector")

    @property
    def told(self) -> Any:
        return self.page.locator("#told")

    @property
    def bar(self) -> Any:
        return self.page.locator("#staged")

    @property
    def confirmation(self) -> Any:
        return self.page.locator("#confirm")
