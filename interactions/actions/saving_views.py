"""Keeping a search or a narrowed queue under a name."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.refusals import Conflict, Invalid, NotAllowed
from accounts.rights import check_can, teams_with
from audit.record import record
from interactions.checks.saved_views import check_may_change_view, check_may_remove_view
from interactions.models import SavedView
from interactions.models.saved_views import LONGEST_QUERY, MOST


@transaction.atomic
def save_view(*, by: User, name: str, query: str, team: Team | None = None) -> SavedView:
    """Keep this query; shared with a team, all who see the team have it too."""
    if not teams_with(by, "see"):
        raise NotAllowed(_("You are on no team yet: there is nothing to look at."))
    if not query or len(query) > LONGEST_QUERY:
        raise Invalid(_("Choose a queue, narrow it or search for something first: that is what a view keeps."))
    _lock_views_of(by)
    view = SavedView(owner=by, name=name.strip(), query=query, created_at=timezone.now())
    full = _("You have %(most)d views already. Remove one first.")
    view.slot = _free(SavedView.objects.filter(owner=by), "slot", full % {"most": MOST})
    _name_and_share(view, by=by, team=team)
    _tell("view_saved", view, by=by)
    return view


@transaction.atomic
def change_view(view: SavedView, *, by: User, name: str, team: Team | None = None) -> SavedView:
    """Another name, or other people who have it; by its owner."""
    _lock_views_of(by)
    locked = _locked(view)
    check_may_change_view(locked, by)
    locked.name = name.strip()
    _name_and_share(locked, by=by, team=team)
    _tell("view_changed", locked, by=by)
    return locked


@transaction.atomic
def remove_view(view: SavedView, *, by: User) -> None:
    """Nobody has it any more; what it showed stays as it is."""
    locked = _locked(view)
    check_may_remove_view(locked, by)
    _tell("view_removed", locked, by=by)
    locked.delete()


def _lock_views_of(owner: User) -> None:
    """One slot and one name are given at a time."""
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)


def _locked(view: SavedView) -> SavedView:
    found = SavedView.objects.select_for_update(of=("self",)).select_related("owner", "team__brand")
    locked = found.filter(pk=view.pk).first()
    if locked is None:
        raise Conflict(_("This view was removed a moment ago."))
    return locked


def _name_and_share(view: SavedView, *, by: User, team: Team | None) -> None:
    if not view.name:
        raise Invalid(_("Give the view a name."))
    if SavedView.objects.filter(owner=view.owner_id, name__iexact=view.name).exclude(pk=view.pk).exists():
        raise Conflict(_("You have a view of this name already."))
    if team is None:
        view.team = view.team_slot = None
    elif view.team_id != team.pk:
        check_can(by, "note", team)
        Team.objects.select_for_update(no_key=True).get(pk=team.pk)
        full = _("%(team)s has %(most)d views already. Remove one first.") % {"team": team, "most": MOST}
        view.team, view.team_slot = team, _free(SavedView.objects.filter(team=team), "team_slot", full)
    view.save()


def _free(views: QuerySet[SavedView], slot: str, full: str) -> int:
    """The lowest number that none of these views has. Raises Conflict with the sentence when all are taken."""
    used = set(views.values_list(slot, flat=True))
    free = next((number for number in range(1, MOST + 1) if number not in used), None)
    if free is None:
        raise Conflict(full)
    return free


def _tell(name: str, view: SavedView, *, by: User) -> None:
    words = {"name": view.name, "query": view.query}
    brand = view.team.brand_id if view.team else None
    record(f"interactions.{name}", by=by, subject=view, brand=brand, facts={"team": view.team_id}, details=words)
