"""The forms of sign-in, account and users: what is taken, how long it may be, and what is said when it is not right."""

import functools
import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import Role, Theme, User

# Longer ones are refused before they are hashed.
PASSWORD_MAX = 512


@functools.cache
def _zones() -> list[tuple[str, str]]:
    """Every time zone that this system knows; reading the list takes tens of milliseconds."""
    return [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())]


def _time_zones() -> list[tuple[str, Any]]:
    return [("", _("As the server (%(zone)s)") % {"zone": settings.TIME_ZONE}), *_zones()]


def _languages() -> list[tuple[str, Any]]:
    return [("", _("As the browser asks")), *settings.LANGUAGES]


def _password_field(label: Any, autocomplete: str, **extra: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, max_length=PASSWORD_MAX, strip=False, **extra)


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
    password = _password_field(_("Password"), "current-password")


class PreferencesForm(forms.ModelForm):
    language = forms.ChoiceField(label=_("Language"), choices=_languages, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_time_zones, required=False)
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)

    class Meta:
        model = User
        fields = ["language", "time_zone", "theme"]


class PasswordForm(forms.Form):
    """A new password. The old one is asked for (`ask_old`) unless there is none, or the user has just proven themselves by a link."""

    old = _password_field(_("Current password"), "current-password")
    new = _password_field(_("New password"), "new-password", help_text=_("At least 10 characters."))
    repeated = _password_field(_("New password again"), "new-password")

    def __init__(self, data: Any = None, *, user: User, ask_old: bool) -> None:
        super().__init__(data)
        self.user = user
        if not ask_old:
            del self.fields["old"]

    def clean_new(self) -> str:
        password: str = self.cleaned_data["new"]
        password_validation.validate_password(password, self.user)
        return password

    def clean_repeated(self) -> str:
        repeated: str = self.cleaned_data["repeated"]
        if "new" in self.cleaned_data and repeated != self.cleaned_data["new"]:
            raise ValidationError(_("The two new passwords are not the same."))
        return repeated


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What it is for"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("It may do as much as"))

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        own = Role(user.role)
        self.fields["role"].choices = [(role.value, role.label) for role in Role if own.includes(role)]  # type: ignore[attr-defined]


class ShareForm(forms.Form):
    name = forms.CharField(
        label=_("What it is for"), max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    engine = forms.ChoiceField(label=_("What it shows"), required=False)
    lifetime = forms.ChoiceField(label=_("It ends after"))

    def __init__(self, data: Any = None, *, engines: list[str], lifetimes: dict[str, Any]) -> None:
        super().__init__(data)
        everything = [("", _("All engines"))] if len(engines) != 1 else [("", engines[0])]
        several = [(name, name) for name in engines] if len(engines) > 1 else []
        self.fields["engine"].choices = [*everything, *several]  # type: ignore[attr-defined]
        self.fields["lifetime"].choices = list(lifetimes.items())  # type: ignore[attr-defined]
        self.fields["lifetime"].initial = "1d"


class NewUserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["username", "role"]
        labels = {"username": _("User name"), "role": _("Role")}
        help_texts = {"username": _("Letters, digits and @ . + - _")}
        widgets = {"username": forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"})}


class RoleForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["role"]
        labels = {"role": _("Role")}
