"""Which ES modules a page's script needs, so that the browser asks for all of them at once instead of one depth after another."""

import re
from pathlib import Path

from django.conf import settings

_IMPORT = re.compile(r'^(?:import|export)\s[^;"]*?from\s+"(\.[^"]+)"', re.MULTILINE)
_BARE = re.compile(r'^import\s+"(\.[^"]+)"', re.MULTILINE)


def modules_of(entry: str) -> list[str]:
    """The modules that `entry` (a path below static/) imports, directly or not, as such paths; itself left out."""
    root: Path = settings.STATIC_DIR.resolve()
    found: list[Path] = [root / entry]
    # The list grows while it is walked.
    for module in found:
        text = module.read_text()
        for name in (*_IMPORT.findall(text), *_BARE.findall(text)):
            path = (module.parent / name).resolve()
            if path not in found:
                found.append(path)
    return [str(path.relative_to(root)) for path in found[1:]]
