"""How people learn: everybody their own page, and who helps them the same of theirs."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.rights import can
from approvals import access
from approvals.coaching import person_shown
from approvals.roster import teams_shown
from approvals.views.answering import SignedInRequest


@require_safe
@login_required
def people(request: SignedInRequest) -> HttpResponse:
    teams = teams_shown(request.user)
    brands = sorted({team.brand for team, _members in teams}, key=str)
    return render(request, "approvals/people.html", {"teams": teams, "brands": brands})


@require_safe
@login_required
def me(request: SignedInRequest) -> HttpResponse:
    return render(request, "approvals/me.html", person_shown(request.user))


@require_safe
@login_required
def person(request: SignedInRequest, team_id: int, user_id: int) -> HttpResponse:
    team, user = access.coached_person(request.user, team_id, user_id)
    may_decide = can(request.user, "manage_people", team.brand) and user != request.user
    shown = person_shown(user, teams=[team]) | {"team": team, "may_decide": may_decide}
    return render(request, "approvals/person.html", shown)
