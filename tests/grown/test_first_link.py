"""Web processes that start together each print a sign-in link for the first admin, and every one of them leads in."""

import re
import urllib.request

import pytest

from tests.grown.conftest import Grown
from tests.waiting import until

pytestmark = pytest.mark.engine
LINK = re.compile(r"http://127\.0\.0\.1:\d+/sign-in/link/\S+/")


def test_each_process_prints_a_link_that_is_good(grown: Grown) -> None:
    webs = {grown.web(), grown.web()}
    log = grown.folder / "web.log"
    until(lambda: len(LINK.findall(log.read_text())) == len(webs))
    links = LINK.findall(log.read_text())
    assert {link.split("/")[2] for link in links} == webs
    for link in links:
        with urllib.request.urlopen(link, timeout=20) as page:
            assert b'<button type="submit"' in page.read()
