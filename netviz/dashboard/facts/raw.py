"""An object as it is kept, and commands that look at it."""

import json
import shlex

from netviz.topology import schema


def pretty(item: schema.Observed) -> str:
    """The object as indented JSON, as the API gives it."""
    return json.dumps(item.data(), indent=2, ensure_ascii=False)


def shell(*words: str) -> str:
    """A command line with each word quoted where a shell needs it."""
    return shlex.join(words)
