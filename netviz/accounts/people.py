"""Users as the command line names them: found, or made where there are none."""

from django.core.exceptions import ValidationError

from .models import Role, User
from .sessions import end_all


class Unusable(Exception):
    """This user name can't be used; the text says why."""


def ensure(username: str) -> tuple[User, bool]:
    """The active user of that name, and whether it was made just now (a viewer without a password). Raises Unusable."""
    user = User.objects.filter(username=username).first()
    if user is None:
        return _make(username), True
    if not user.is_active:
        raise Unusable(f"{username} is deactivated.")
    return user, False


def give_role(user: User, role: Role) -> None:
    """Sets a role; sessions that were begun with another one end."""
    if user.role != role:
        user.role = role
        user.save(update_fields=["role"])
        end_all(user)


def _make(username: str) -> User:
    user = User(username=username)
    user.set_unusable_password()
    try:
        user.full_clean()
    except ValidationError as error:
        raise Unusable(" ".join(error.messages)) from error
    user.save()
    return user
