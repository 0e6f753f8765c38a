"""From a form's data to an order, and from an order's refusal back to the form's fields."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from pydantic import ValidationError

from netviz.engine.orders import OrderSpec, parse_order


class OrderForm(forms.Form):
    """A form that asks for an order. `key` makes sending it twice one order."""

    action = ""
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["key"].initial = secrets.token_urlsafe(12)

    def order_data(self) -> dict[str, Any]:
        """The order's own fields: all of the form's that are not empty."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "key" and value not in (None, "", (), {})
        }

    def spec(self, **named: Any) -> OrderSpec | None:
        """The order; None when the form or the order is wrong, and then the errors stand next to the fields.

        `named`: what the page itself knows, such as the container.
        """
        if not self.is_valid():
            return None
        try:
            spec: OrderSpec = parse_order({"action": self.action, **self.order_data(), **named})
        except ValidationError as error:
            self._show(error)
            return None
        return spec

    def _show(self, error: ValidationError) -> None:
        for problem in error.errors(include_url=False):
            field = next((str(part) for part in problem["loc"] if str(part) in self.fields), None)
            self.add_error(field, _("The engine would not take this: %(why)s") % {"why": problem["msg"]})


def bound_key(data: Mapping[str, Any]) -> str | None:
    """The idempotency key that a form was sent with, where it has one that fits."""
    key = str(data.get("key", ""))
    return key if 0 < len(key) <= 64 else None
