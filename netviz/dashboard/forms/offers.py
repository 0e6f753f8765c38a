"""What a form offers: no setting that the engine would take without a word and ignore."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from netviz.agent import wording
from netviz.engine.abilities import api_version, ignored
from netviz.topology import schema


def lost(engine: schema.Engine) -> dict[str, str]:
    """The settings that the engine ignores, each with the code of who takes it."""
    return ignored(podman=engine.product == "podman", api=api_version(engine.api_version))


def leave_out(form: forms.Form, engines: Sequence[schema.Engine]) -> list[str]:
    """Takes the fields from the form that none of these engines would heed; what they were for, in words."""
    known = [lost(engine) for engine in engines if engine.product]
    missing = [name for name in form.fields if known and all(name in one for one in known)]
    for name in missing:
        del form.fields[name]
    return [wording.setting(name) for name in missing]
