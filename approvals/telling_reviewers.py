"""What reviewers are told about drafts that wait. Called inside the transaction of what there is to tell.

Who is asked by name is told of each draft. A team that lets drafts wait is told once an hour, however many they are.
"""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.notices import notify, notify_all
from accounts.rights import people_with
from approvals.models import Turn


def tell_asked(turn: Turn) -> None:
    """The one whose turn it is by name: by a colleague, as a mentor, or as somebody's deputy."""
    if turn.asked is None:
        return
    kind = "sign-off-delegated" if turn.asked_by else "sign-off-asked"
    if turn.asked_by:
        said = _("%(name)s asks you to look at a draft.") % {"name": turn.asked_by}
    else:
        said = _("A draft by %(name)s waits for your sign-off.") % {"name": turn.draft.author}
    _tell(turn, turn.asked, kind=kind, text=said, what=f"asked:{turn.asked_id}")


def tell_reminded(turn: Turn) -> None:
    """The asked person about this draft, or everybody of the team that drafts wait."""
    if turn.asked is not None:
        said = _("A draft by %(name)s still waits for your sign-off.") % {"name": turn.draft.author}
        _tell(turn, turn.asked, kind="sign-off-overdue", text=said, what=f"reminded:{turn.asked_id}")
    else:
        tell_team(turn)


def tell_team(turn: Turn) -> None:
    said = _("Drafts wait for a sign-off by %(team)s.") % {"team": turn.team}
    signers = people_with("approve", turn.team).exclude(pk=turn.draft.author_id)
    _tell_once_an_hour(turn, signers, said, f"team:{turn.team_id}")


def tell_managers(turn: Turn) -> None:
    said = _("A draft has waited for %(span)s, and nobody of %(team)s has decided on it.")
    words = {"team": turn.team, "span": _waited(turn)}
    _tell_once_an_hour(turn, people_with("manage_people", turn.brand), said % words, f"managers:{turn.team_id}")


def _tell(turn: Turn, person: User, *, kind: str, text: str, what: str) -> None:
    url = reverse("approvals:review", args=[turn.draft_id])
    key = f"turn:{turn.draft_id}:{_moment(turn):%Y%m%d%H%M%S}:{what}"
    notify(person, kind=kind, text=text, url=url, key=key, brand=turn.brand)


def _tell_once_an_hour(turn: Turn, people: Iterable[User], text: str, whom: str) -> None:
    key = f"waiting:{whom}:{_moment(turn):%Y%m%d%H}"
    url = reverse("approvals:queue") + "?tab=all"
    notify_all(people, kind="sign-off-overdue", text=text, url=url, key=key, brand=turn.brand)


def _moment(turn: Turn) -> datetime:
    """One strike of the clock, or one asking, has one moment: the next strike."""
    return turn.next_at or turn.since


def _waited(turn: Turn) -> str:
    minutes = int((timezone.now() - turn.since).total_seconds() // 60)
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}
