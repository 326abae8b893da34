"""The only door through which a page gets a person's notices: their own, and no others. 404 for the rest."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Notice, NoticeChoice, User

Person = User | AnonymousUser
ROWS = 25


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A stretch of the list, newest first. ``before`` is the place of the next stretch, 0 at the end."""

    rows: list[Notice]
    before: int
    has_unread: bool


def notices_of(person: User, *, before: int | None = None) -> NoticePage:
    """Up to 25 notices told before the one with that id; two queries."""
    rows = Notice.objects.filter(user=person).select_related("brand").order_by("-pk")
    found = list((rows.filter(pk__lt=before) if before else rows)[: ROWS + 1])
    shown = found[:ROWS]
    return NoticePage(shown, shown[-1].pk if len(found) > ROWS else 0, unread_of(person).exists())


def unread_of(person: Person) -> QuerySet[Notice]:
    """What the bell counts."""
    return Notice.objects.filter(user=person.pk, read_at=None)


def notice_for(person: User, pk: int) -> Notice:
    """Raises Http404 for a notice that was told to somebody else."""
    return get_object_or_404(Notice, pk=pk, user=person)


def mail_choices_of(person: User) -> dict[str, str]:
    """How this person wants each group of notices by e-mail; a group they do not want is missing."""
    return dict(NoticeChoice.objects.filter(user=person).values_list("group", "by_mail"))
