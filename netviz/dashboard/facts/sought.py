"""What a name that a person types is about: conditions on the journal's and the orders' rows. Blocking: reads both.

Objects that are gone are found too, by the name that they had.
"""

from __future__ import annotations

from django.db.models import Q

from netviz.topology import models
from netviz.topology.storable import scrubbed

# More objects than these of one name are not told apart by it.
MOST = 40
NOTHING = Q(pk__in=())


def changes(text: str) -> Q:
    """The changes of the containers and networks that `text` names, and of their connections and interfaces."""
    if scrubbed([text]) != [text]:
        return NOTHING
    containers, networks = _ids(text, "container", models.Container), _ids(text, "network", models.Network)
    found = Q(object_id__in=[*containers, *networks])
    for container in containers:
        # A range on the index: ":" and ";" are neighbours, so this is every id that starts with "<container id>:".
        found |= Q(object_id__gte=f"{container}:", object_id__lt=f"{container};")
    for network in networks:
        found |= Q(kind="endpoint", object_id__endswith=f":{network}")
    return found


def orders(text: str) -> Q:
    """The orders whose command or target names it."""
    if scrubbed([text]) != [text]:
        return NOTHING
    found = Q(command__icontains=text)
    for object_id in (*_ids(text, "container", models.Container), *_ids(text, "network", models.Network)):
        found |= Q(target__contains=object_id)
    return found


def _ids(text: str, kind: str, model: type[models.Container] | type[models.Network]) -> list[str]:
    named = Q(name__icontains=text) | Q(object_id__startswith=text)
    living = list(model.objects.filter(named).values_list("object_id", flat=True)[:MOST])
    had_that_name = Q(data__name__icontains=text) | Q(object_id__startswith=text)
    known = models.Change.objects.filter(had_that_name, kind=kind, data__isnull=False)
    gone = known.order_by("object_id").values_list("object_id", flat=True).distinct()[:MOST]
    return sorted({*living, *gone})[:MOST]
