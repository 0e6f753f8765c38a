"""Every string that people read is translated, and the compiled catalogues are those of the sources."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message
from django.test import Client
from django.utils import translation

from scripts import messages

CATALOGUES = [(language, domain) for language in messages.LANGUAGES for domain in messages.DOMAINS]
each_catalogue = pytest.mark.parametrize(("language", "domain"), CATALOGUES)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
TAG = re.compile(r"</?\w+>")


def kept(language: str, domain: str) -> dict[tuple[str | None, str], Message]:
    catalog = messages.read(messages.po(language, domain), language)
    return {(message.context, texts(message.id)[0]): message for message in catalog if message.id}


def texts(value: str | tuple[str, ...] | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


@each_catalogue
def test_every_string_is_translated(language: str, domain: str) -> None:
    known = kept(language, domain)
    missing = [
        f"{found.place}: {found.message.text}"
        for found in messages.collect(domain)
        if not (entry := known.get((found.message.context, found.message.text))) or not all(texts(entry.string))
    ]
    assert not missing, "translate these (scripts/messages.py collects them):\n" + "\n".join(missing)


@each_catalogue
def test_none_is_fuzzy_or_left_over(language: str, domain: str) -> None:
    used = {(found.message.context, found.message.text) for found in messages.collect(domain)}
    known = kept(language, domain)
    assert [message.id for message in known.values() if message.fuzzy] == []
    assert sorted(text for context, text in known.keys() - used) == []


@each_catalogue
def test_placeholders_and_tags_are_the_same(language: str, domain: str) -> None:
    for message in kept(language, domain).values():
        source = texts(message.id)[-1]
        for text in texts(message.string):
            for pattern in (PLACEHOLDER, TAG):
                assert sorted(pattern.findall(text)) == sorted(pattern.findall(source)), source


@each_catalogue
def test_compiled_catalogue_is_up_to_date(language: str, domain: str) -> None:
    path = messages.po(language, domain)
    assert path.with_suffix(".mo").read_bytes() == messages.compiled(path, language), "run scripts/messages.py compile"


def test_collecting_finds_what_templates_and_scripts_say() -> None:
    """One of each kind of place, so that an extractor that finds nothing does not pass for a complete translation."""
    in_python = {found.message for found in messages.collect("django")}
    assert messages.Message("This address is taken.") in in_python
    assert messages.Message("running", None, "container") in in_python
    assert messages.Message("%(counter)s network", "%(counter)s networks") in in_python
    assert messages.Message("Find a network, subnet, label") in in_python
    assert len({found.place for found in messages.collect("djangojs")}) > 3


def untranslated_words(page: str) -> Iterator[str]:
    """The English words in a page's text, without what engines and people wrote."""
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", page, flags=re.S)
    yield from re.findall(r"\b(?:the|and|networks?|containers?|of|is|to|with)\b", text, flags=re.I)


@pytest.mark.parametrize("path", ["/networks/", "/containers/", "/host/", "/activity/", "/about/", "/networks/create/"])
def test_pages_speak_chinese(client: Client, transactional_db: None, path: str) -> None:
    from netviz.accounts.models import Role, User

    user = User.objects.create(username="wang", role=Role.ADMIN, language="zh-hans")
    client.force_login(user)
    page = client.get(path).content.decode()
    assert 'lang="zh-hans"' in page
    assert list(untranslated_words(page)) == []


def test_a_language_that_django_knows_by_another_name() -> None:
    """The folder is zh_Hans, the language zh-hans: Django must find one by the other."""
    with translation.override("zh-hans"):
        assert translation.gettext("Networks") == "网络"


def test_no_call_of_the_pages_scripts_is_overlooked() -> None:
    """Each call of gettext is one that the collector reads: with a string of its own, in double quotes."""
    overlooked = []
    for path in sorted((messages.ROOT / "static").rglob("*.js")):
        if "vendor" in path.parts or path.name == "i18n.js":
            continue
        text = path.read_text()
        read = {call.start() for call in messages.CALL.finditer(text)}
        calls = [call.start() for call in re.finditer(r"\bn?gettext\(", text)]
        overlooked += [f"{path.name}: {text[at : at + 40]!r}" for at in calls if at not in read]
    assert overlooked == []
