"""How tests find things on the patch panel."""

from typing import Any

from tests.browser.looking import Shown


def crossing(page: Any, container: str, network: str) -> Any:
    return page.locator(f'[role="gridcell"][data-container="{container}"][data-network="{network}"]')


class Panel(Shown):
    """The patch panel on a page, live."""

    place = "#panel"

    def crossing(self, container: str, network: str) -> Any:
        return crossing(self.page, container, network)

    @property
    def told(self) -> Any:
        return self.page.locator("#told")

    @property
    def bar(self) -> Any:
        return self.page.locator("#staged")

    @property
    def confirmation(self) -> Any:
        return self.page.locator("#confirm")
