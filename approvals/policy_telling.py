"""Whom a change of the policy concerns, and what they are told. Called inside the transaction of the change."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Notice, Team
from accounts.notices import notify_all
from accounts.rights import can, people_with
from interactions.models import Draft


def tell_free(draft: Draft, version: int) -> bool:
    """No name is missing any more: its author lets it go, or those who approve where the author cannot. Whether that
    was news."""
    team, author = draft.interaction.team, draft.author
    may_go_on = author.is_active and not author.is_machine and can(author, "draft", team)
    people = [author] if may_go_on else list(people_with("approve", team))
    key = f"free:{draft.pk}:{version}"
    if Notice.objects.filter(user__in=people, key=key).exists():
        return False
    notify_all(
        people,
        kind="sign-off-spared",
        text=_("No sign-off is needed any more for the answer of %(name)s: post it.") % {"name": author},
        url=reverse("approvals:review", args=[draft.pk]),
        key=key,
        brand=draft.interaction.brand,
    )
    return True


def tell_stuck(team: Team, key: str) -> None:
    """Nobody is left who could sign for a team that the rules ask: those who edit the rules are told, once a key."""
    notify_all(
        people_with("edit_playbook", team.brand),
        kind="policy-stuck",
        text=_("Nobody may approve for %(team)s any more, and the sign-off policy asks that team.") % {"team": team},
        url=f"{reverse('approvals:policy')}?brand={team.brand.slug}",
        key=key,
        brand=team.brand,
    )
