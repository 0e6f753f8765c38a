"""What a stranger sends wrong is a line in the log, not a page of it."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
TOO_MANY = {f"field{number}": "" for number in range(2000)}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What goes to the standard error output."""
    (handler,) = (one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler)
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    if before is not None:
        handler.setStream(before)


def test_too_many_fields(log: io.StringIO) -> None:
    assert Client().post("/sign-in/", TOO_MANY).status_code == 400
    assert "TooManyFieldsSent" in log.getvalue()
    assert "Traceback" not in log.getvalue()


def test_a_host_that_is_none(log: io.StringIO) -> None:
    assert Client().get("/sign-in/", headers={"host": "a b"}).status_code == 400
    assert "DisallowedHost" in log.getvalue()
    assert "Traceback" not in log.getvalue()


def test_a_fault_of_ours_is_told_whole(log: io.StringIO) -> None:
    try:
        raise RuntimeError("ours")
    except RuntimeError:
        logging.getLogger("django.request").exception("Internal Server Error", extra={"status_code": 500})
        logging.getLogger("netviz.agent").exception("an agent failed")
    assert log.getvalue().count("Traceback") == 2
