"""Texts that engines report may turn the text around them about, hide, or break lines: shown so that they can't."""

import re

# Control characters, line breaks among them, and format characters, as static/dashboard/layout/text.js has them. Django escapes all
# else that could harm a page.
_CONTROL = "\u0000-\u001f\u007f-\u009f"
_FORMAT = "\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
_INVISIBLE = re.compile(f"[{_CONTROL}{_FORMAT}]")
# A page folds spaces where they stand together, at the beginning or at the end: such as these do not fold.
_FOLDED = re.compile("^ +| +$| {2,}")
# In a whole page the white space is the template's own. What a person has typed into a form comes back to them as it was.
_FIELD_OR_FORMAT = re.compile(rf'(<textarea\b.*?</textarea>|\bvalue="[^"]*")|[{_FORMAT}]', re.DOTALL)


def shown(text: str) -> str:
    """One reported text as a person sees it: a dot for what breaks the line or is invisible, and every space a space."""
    return _FOLDED.sub(lambda spaces: "\u00a0" * len(spaces[0]), _INVISIBLE.sub("·", text))


def literal(html: str) -> str:
    """A rendered page with each invisible character shown as a dot, as the map shows it; fields of forms stay as they are."""
    return _FIELD_OR_FORMAT.sub(lambda match: match[1] or "·", html)
