#!/usr/bin/env python
"""Collects what people read out of Python, templates and JavaScript, and keeps the translations in step. No gettext tools are needed.

    .venv/bin/python scripts/messages.py          collects into netviz/locale/*/LC_MESSAGES/*.po; new strings are left empty there
    .venv/bin/python scripts/messages.py compile  compiles each .po to the .mo beside it, which is what Django reads

tests/test_translations.py fails while a string has no translation or a .mo is older than its .po.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "netviz" / "locale"
LANGUAGES = ("zh_Hans",)
DOMAINS = ("django", "djangojs")
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)

# name of the function: where its arguments hold the context, the message, the plural
FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    **{f"gettext{lazy}": (None, 0, None) for lazy in ("", "_lazy", "_noop")},
    **{f"ngettext{lazy}": (None, 0, 1) for lazy in ("", "_lazy")},
    **{f"pgettext{lazy}": (0, 1, None) for lazy in ("", "_lazy")},
    **{f"npgettext{lazy}": (0, 1, 2) for lazy in ("", "_lazy")},
}

_STRING = r'"(?:[^"\\\n]|\\.)*"'
CALL = re.compile(rf"\b(?:gettext\(\s*|ngettext\(\s*(?=[^,]*,\s*(?P<plural>{_STRING})))(?P<text>{_STRING})")


class Message(NamedTuple):
    """A string to translate. `plural` is None where there is one form only."""

    text: str
    plural: str | None = None
    context: str | None = None

    @property
    def id(self) -> str | tuple[str, str]:
        return (self.text, self.plural) if self.plural else self.text


class Found(NamedTuple):
    message: Message
    place: str


def collect(domain: str) -> list[Found]:
    """All strings of a domain with the files that hold them, in a stable order."""
    found = [*python(), *templates()] if domain == "django" else [*javascript()]
    return sorted(found, key=lambda item: (item.place, item.message.text))


def python() -> Iterator[Found]:
    for path in sorted((ROOT / "netviz").rglob("*.py")):
        with path.open("rb") as file:
            yield from _calls(path, extract_python(file, FUNCTIONS, [], {}))


def javascript() -> Iterator[Found]:
    """Babel's lexer loses its place behind a template literal inside a template literal, and with it what follows: look for the
    calls themselves, whose strings are always in double quotes."""
    for path in sorted((ROOT / "static").rglob("*.js")):
        if "vendor" not in path.parts:
            for call in CALL.finditer(path.read_text()):
                plural = json.loads(call["plural"]) if call["plural"] else None
                yield Found(Message(json.loads(call["text"]), plural), str(path.relative_to(ROOT)))


def _calls(path: Path, calls: Iterable[tuple[int, str, Any, list[str]]]) -> Iterator[Found]:
    for _line, name, arguments, _comments in calls:
        context, text, plural = FUNCTIONS[name]
        given = arguments if isinstance(arguments, (tuple, list)) else (arguments,)
        chosen = [None if at is None or at >= len(given) else given[at] for at in (text, plural, context)]
        # A call with a variable instead of a string has nothing to translate at this place.
        if isinstance(chosen[0], str):
            yield Found(Message(*chosen), str(path.relative_to(ROOT)))


def templates() -> Iterator[Found]:
    """Compiles each template as Django does and walks its nodes, so that what is found is what is looked up when it renders."""
    from django.template.loader import get_template

    for path in sorted((ROOT / "templates").rglob("*.html")):
        compiled: Any = get_template(str(path.relative_to(ROOT / "templates"))).template
        for message in _in_nodes(compiled.nodelist, set()):
            yield Found(message, str(path.relative_to(ROOT)))


def _in_nodes(item: Any, seen: set[int]) -> Iterator[Message]:
    """Every string in a node and below it: the translate tags, and _("...") in variables, filters and conditions."""
    from django.template.base import Variable
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    if id(item) in seen:
        return
    seen.add(id(item))
    if isinstance(item, BlockTranslateNode):
        yield _block(item)
    elif isinstance(item, TranslateNode):
        yield Message(item.filter_expression.var.literal, None, _context(item))
        return
    elif isinstance(item, Variable) and item.translate and isinstance(item.literal, str):
        yield Message(item.literal)
    for part in _below(item):
        yield from _in_nodes(part, seen)


def _below(item: Any) -> Iterable[Any]:
    if isinstance(item, (list, tuple)):
        return item
    if isinstance(item, dict):
        return item.values()
    if not type(item).__module__.startswith(("django.template", "django.templatetags")):
        return ()
    names = [*getattr(item, "__dict__", ()), *getattr(type(item), "__slots__", ())]
    return [getattr(item, name, None) for name in names if name not in {"token", "origin"}]


def _block(node: Any) -> Message:
    text, _names = node.render_token_list(node.singular)
    plural = node.render_token_list(node.plural)[0] if node.plural and node.countervar else None
    if node.trimmed:
        from django.utils.translation import trim_whitespace

        text, plural = trim_whitespace(text), plural and trim_whitespace(plural)
    return Message(text, plural, _context(node))


def _context(node: Any) -> str | None:
    return node.message_context.var if node.message_context else None


def po(language: str, domain: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, project="netviz", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def template(domain: str) -> Catalog:
    """What is to be translated, without translations."""
    catalog = Catalog(project="netviz", fuzzy=False)
    for message, place in collect(domain):
        catalog.add(message.id, locations=[(place, 0)], context=message.context)
    return catalog


def updated(language: str, domain: str) -> Catalog:
    """The catalogue as it should be: every string, the known translations kept, what is used no more dropped."""
    catalog = read(po(language, domain), language)
    catalog.update(template(domain), no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    return catalog


def compiled(path: Path, language: str) -> bytes:
    """The same bytes whenever it is compiled: the .po has no dates, and Babel would put the present one into the header."""
    catalog = read(path, language)
    catalog.creation_date = catalog.revision_date = NO_DATE
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


# What Babel would put into each header: dates that change with every run, and people whom nobody can write to.
IDLE = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Report-Msgid-Bugs-To",
    "Last-Translator",
    "Language-Team",
    "Generated-By",
)


def text_of(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    catalog.header_comment = (
        f"# netviz in {catalog.locale_identifier}. Made by scripts/messages.py; edit the msgstr lines."
    )
    write_po(out, catalog, width=120, include_lineno=False)
    lines = out.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(tuple(f'"{name}:' for name in IDLE))).encode()


def catalogues() -> Iterator[tuple[str, str, Path]]:
    for language in LANGUAGES:
        for domain in DOMAINS:
            yield language, domain, po(language, domain)


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netviz.settings")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    for language, domain, path in catalogues():
        if arguments != ["compile"]:
            path.parent.mkdir(parents=True, exist_ok=True)
            catalog = updated(language, domain)
            path.write_bytes(text_of(catalog))
            missing = sum(not message.string or message.string == ("",) for message in catalog if message.id)
            print(f"{path.relative_to(ROOT)}: {len(catalog)} strings, {missing} to translate")
        path.with_suffix(".mo").write_bytes(compiled(path, language))


if __name__ == "__main__":
    main(sys.argv[1:])
