"""What a database can hold of what an engine reports: PostgreSQL refuses NUL in texts, and no encoder takes half a surrogate pair."""

from typing import Any, TypeVar

from pydantic_core import PydanticSerializationError

from netviz.topology.schema import Frozen, Observed

F = TypeVar("F", bound=Frozen)
# As long as the column is.
MOST_ID = 200
REPLACED = "\ufffd"


def has_storable_id(item: Observed) -> bool:
    """An object whose id can't be kept as it is can't be kept at all: under another id it would never be found again."""
    return len(item.id) <= MOST_ID and scrubbed(item.id) == item.id


def storable(item: F) -> F:
    """The object with what can't be stored replaced by U+FFFD; itself where there is nothing such."""
    try:
        text = item.model_dump_json()
        # Half a surrogate pair raises as a value, but becomes U+FFFD as a key.
        if "\\u0000" not in text and REPLACED not in text:
            return item
    except PydanticSerializationError:
        pass
    return type(item).model_validate(scrubbed(item.model_dump()))


def scrubbed(value: Any) -> Any:
    """The same for any value made of dicts, lists, tuples and texts."""
    if isinstance(value, str):
        # Half a surrogate pair is what Python's JSON parser makes of a lone "\ud800".
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", REPLACED)
    if isinstance(value, dict):
        return {scrubbed(key): scrubbed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [scrubbed(item) for item in value]
    return value
