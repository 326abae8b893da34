"""Rights: what a person may do on a team or a brand.

They are object permissions of one group per team and role (django-guardian), read in one query and kept on the user
instance, that is for one request. ``is_superuser`` gives nothing here: an operator is not a signatory.
"""

from collections import defaultdict
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from guardian.models import GroupObjectPermission

from accounts.models import Brand, Team, User
from accounts.refusals import NotAllowed

Rights = dict[str, dict[str, frozenset[int]]]
_EMPTY: frozenset[int] = frozenset()
_KEPT = "_rights"


def can(user: User | AnonymousUser, right: str, thing: Team | Brand) -> bool:
    """Whether the user holds the right on this team or brand."""
    return thing.pk in _held(user).get(thing._meta.model_name or "", {}).get(right, _EMPTY)


def check_can(user: User | AnonymousUser, right: str, thing: Team | Brand) -> None:
    """Raises NotAllowed, naming the right and the place, when ``can`` is false."""
    if not can(user, right, thing):
        raise NotAllowed(f"You may not do this for {thing}. It needs the right to {right.replace('_', ' ')}.")


def teams_with(user: User | AnonymousUser, right: str) -> frozenset[int]:
    """Ids of the teams on which the user holds the right."""
    return _held(user).get("team", {}).get(right, _EMPTY)


def brands_with(user: User | AnonymousUser, right: str) -> frozenset[int]:
    """Ids of the brands on which the user holds the right."""
    return _held(user).get("brand", {}).get(right, _EMPTY)


def people_with(right: str, thing: Team | Brand) -> QuerySet[User]:
    """The active people, no machines, who hold the right on this team or brand."""
    kind = thing._meta.model_name or ""
    held = GroupObjectPermission.objects.filter(
        permission__codename=right, content_type__model=kind, object_pk=str(thing.pk)
    )
    return User.objects.filter(is_active=True, is_machine=False, groups__in=held.values("group")).distinct()


def forget_rights(user: User) -> None:
    """Read them again at the next question, after a membership changed within one request or test."""
    user.__dict__.pop(_KEPT, None)


def _held(user: Any) -> Rights:
    """Kept through ``getattr`` and ``setattr``: ``request.user`` is a lazy wrapper with a ``__dict__`` of its own."""
    if not user.is_active:
        return {}
    if getattr(user, _KEPT, None) is None:
        setattr(user, _KEPT, _read_rights(user))
    rights: Rights = getattr(user, _KEPT)
    return rights


def _read_rights(user: User) -> Rights:
    rows = GroupObjectPermission.objects.filter(group__user=user).values_list(
        "content_type__model", "permission__codename", "object_pk"
    )
    gathered: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for model, right, object_pk in rows:
        gathered[model][right].add(int(object_pk))
    return {model: {right: frozenset(ids) for right, ids in by_right.items()} for model, by_right in gathered.items()}
