"""Called by scripts/screenshot: the demo, netviz beside it, and a browser that signs in and takes the picture."""

import os
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browsers import BROWSER_FLAGS, browser_path
from tests.engines import Docker
from tests.served import serve

VIEW = {"width": 1440, "height": 640}


def picture(page: Page, link: str, containers: int) -> None:
    """Signs in by the one-time link and waits for the whole map to stand still."""
    page.goto(link)
    page.get_by_role("button").last.click()
    page.locator("body[data-live=live]").wait_for()
    page.locator("[data-kind=container]").nth(containers - 1).wait_for()
    # Cards move to their places; the picture is of the map at rest.
    page.wait_for_timeout(1500)


def main(target: Path) -> None:
    docker = Docker(os.environ["DOCKER_HOST"])
    with serve(Path(os.environ["NETVIZ_DATA"]) / "picture", docker.url) as served:
        served.manage("demo", "up")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path(), args=list(BROWSER_FLAGS))
            page = browser.new_page(viewport=VIEW)
            picture(page, served.link("operator", "ada"), containers=8)
            page.screenshot(path=target)
            browser.close()
        served.manage("demo", "down")
    print(f"made {target}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
