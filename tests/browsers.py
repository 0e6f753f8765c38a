"""The browser that tests and the screenshot drive: the distribution's Chromium."""

import os
import shutil

BROWSERS = (os.environ.get("NETVIZ_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
BROWSER_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


class NoBrowser(Exception):
    """There is none; the text says what to do."""


def browser_path() -> str:
    """Raises NoBrowser."""
    for name in BROWSERS:
        if name and (path := shutil.which(name)):
            return path
    raise NoBrowser("This needs a browser: `apt-get install chromium`, or set NETVIZ_CHROMIUM to the path of one.")
