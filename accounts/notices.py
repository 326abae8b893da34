"""Telling a person something beside their work. A notice changes no case, so it leaves no event in the record: what it
points at has left its own.

Called inside the transaction of the action that has something to say; the bell is told after its commit.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import Brand, Notice, NoticeChoice, User
from accounts.notice_kinds import ByMail, Group, kind_of
from accounts.ports import Port
from accounts.zones import next_morning

told: Port[[Collection[int]], object] = Port("accounts.told")
LONGEST_TEXT = Notice._meta.get_field("text").max_length or 0
LONGEST_URL = Notice._meta.get_field("url").max_length or 0
LONGEST_KEY = Notice._meta.get_field("key").max_length or 0
KEPT_FOR = timedelta(days=90)
SWEPT_AT_ONCE = 1_000


def notify(user: User, *, kind: str, text: str, url: str, key: str, brand: Brand | None = None) -> Notice:
    """Tell one person; the notice, which is the earlier one when ``key`` was already told to them.

    ``kind`` stands in ``notice_kinds``. ``text`` is our own plain sentence, cut at 300 characters, without a word or
    name of the public. ``url`` is a path of ours, made of ids, as it goes into e-mails. Raises LookupError for an
    unknown kind and ValueError for a URL that leads elsewhere, an empty text or key, or one too long: those are
    mistakes of the caller, not of a person.
    """
    notify_all([user], kind=kind, text=text, url=url, key=key, brand=brand)
    return Notice.objects.get(user=user, key=key)


def notify_all(users: Iterable[User], *, kind: str, text: str, url: str, key: str, brand: Brand | None = None) -> None:
    """Tell several people the same in two queries; whoever was told this key before is left in peace."""
    _check(text, url, key)
    people = {user.pk: user for user in users}
    due = _mail_due(people, kind_of(kind).group)
    line = {"brand": brand, "kind": kind, "text": _shortened(text), "url": url, "key": key}
    # In one order, so that two who tell the same people wait for each other and do not block each other for ever.
    rows = [Notice(user=people[pk], mail_due_at=due.get(pk), **line) for pk in sorted(people)]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    _tell_after_commit(people.keys())


def read(notice: Notice, *, by: User) -> None:
    """The person has seen it; an e-mail that has not gone out is spared. Somebody else's stays as it is."""
    _mark_read(Notice.objects.filter(pk=notice.pk), by)


def read_all(*, by: User, up_to: int) -> None:
    """The person has seen everything up to the notice with this id: the newest they had before them."""
    _mark_read(Notice.objects.filter(pk__lte=up_to), by)


def forget_read() -> int:
    """Delete notices read more than 90 days ago, a thousand at a time; how many went."""
    old = Notice.objects.filter(read_at__lt=timezone.now() - KEPT_FOR).order_by("read_at")
    return Notice.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:SWEPT_AT_ONCE])).delete()[0]


def _mark_read(rows: QuerySet[Notice], by: User) -> None:
    if rows.filter(user=by, read_at=None).update(read_at=timezone.now(), mail_due_at=None):
        _tell_after_commit([by.pk])


def _mail_due(people: Collection[int], group: Group) -> dict[int, datetime]:
    """When each of those who want this group by e-mail gets it."""
    now = timezone.now()
    choices = NoticeChoice.objects.filter(user__in=people, group=group, user__is_active=True, user__is_machine=False)
    wanted = choices.values_list("user_id", "by_mail", "user__time_zone")
    return {pk: now if by_mail == ByMail.AT_ONCE else next_morning(now, zone) for pk, by_mail, zone in wanted}


def _check(text: str, url: str, key: str) -> None:
    """Before the database does: SQLite passes over a row that breaks a constraint where it may pass over a twin."""
    if not text.strip() or not key:
        raise ValueError("A notice needs a text and a key.")
    if len(url) > LONGEST_URL or len(key) > LONGEST_KEY:
        raise ValueError("The address or the key of this notice is too long.")
    if not url.startswith("/") or not url_has_allowed_host_and_scheme(url, allowed_hosts=None):
        raise ValueError(f"A notice leads to a path of ours, and “{url}” is none.")


def _shortened(text: str) -> str:
    plain = " ".join(text.replace("\x00", "").split())
    return plain if len(plain) <= LONGEST_TEXT else plain[: LONGEST_TEXT - 1] + "…"


def _tell_after_commit(people: Collection[int]) -> None:
    ids = list(people)

    def after_commit() -> None:
        told(ids)

    transaction.on_commit(after_commit, robust=True)
