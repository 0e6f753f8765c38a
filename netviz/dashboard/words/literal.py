"""Texts that engines report may turn the text around them about: shown so that they can't."""

import re

# Bidirectional controls (Unicode's Bidi_Control). Django escapes all else that could harm a page.
_CONTROL = "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
# What a person has typed into a form comes back to them as it was.
_FIELD_OR_CONTROL = re.compile(rf'(<textarea\b.*?</textarea>|\bvalue="[^"]*")|{_CONTROL}', re.DOTALL)


def literal(html: str) -> str:
    """A rendered page with each bidirectional control shown as a dot, as the map shows it; fields of forms stay as they are."""
    return _FIELD_OR_CONTROL.sub(lambda match: match[1] or "·", html)
