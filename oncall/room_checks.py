"""Who may do what in a room and in a huddle. ``check_...`` raises a sentence a person can read."""

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Team, User
from accounts.refusals import Conflict, NotAllowed
from accounts.rights import can, teams_with
from interactions.checks import check_is_person
from interactions.models import Interaction
from oncall.models import Huddle, Incident, IncidentRole

LONGEST_TEXT = 2000


def check_may_work(by: Actor, incident: Incident) -> User:
    """Returns the person: one who may flag for a team with something in the room, or signs for a team of the brand."""
    person = check_is_person(by)
    if can(person, "flag", incident.team) or signs_for(person, incident):
        return person
    linked = Interaction.objects.filter(incident_links__incident=incident.pk, incident_links__unlinked_at=None)
    if not linked.filter(team__in=teams_with(person, "flag")).exists():
        raise NotAllowed(_("You may read this room, not work in it."))
    return person


def check_may_lead(by: Actor, incident: Incident) -> User:
    """Returns the person: the room's lead, or one who decides for its team."""
    person = check_may_work(by, incident)
    if any(can(person, right, incident.team) for right in ("approve", "acknowledge", "sign_release")):
        return person
    if not incident.roles.filter(role=IncidentRole.Role.LEAD, user=person, renounced_at=None).exists():
        raise NotAllowed(_("This is for the lead of the room, or for who decides for %(team)s.") % _team(incident))
    return person


def check_may_sign(by: Actor, incident: Incident) -> User:
    """Returns the person: one who may sign for the room's team, or for another team of the brand."""
    person = check_is_person(by)
    if not (can(person, "approve", incident.team) or signs_for(person, incident)):
        raise NotAllowed(_("Only who approves for %(team)s, or signs releases, can sign this.") % _team(incident))
    return person


def check_may_open(person: User, interaction: Interaction) -> None:
    """Whoever may flag a message may make a crisis of it. Raises NotAllowed."""
    if not can(person, "flag", interaction.team):
        raise NotAllowed(_("You may read this, not open a room for it."))


def check_is_open(incident: Incident) -> None:
    if incident.state == Incident.State.PROPOSED:
        raise Conflict(_("This room is proposed. Open it first."))
    if not incident.is_open:
        raise Conflict(_("This room was stood down. Open another one."))


def check_in_huddle(by: Actor, huddle: Huddle) -> User:
    """Returns the person, who has a seat, convened it, or decides. Nobody else puts a hand into it."""
    person = check_is_person(by)
    is_seated = huddle.seats.filter(user=person, left_at=None).exists()
    if not is_seated and person.pk not in {huddle.decider_id, huddle.convened_by_id}:
        raise NotAllowed(_("Take a seat in the huddle first."))
    return person


def check_runs(huddle: Huddle) -> None:
    if not huddle.is_open:
        raise Conflict(_("This huddle is over. What it decided stands in the log; a new question is a new huddle."))


def signs_for(person: User, incident: Incident) -> bool:
    """Whether this person signs releases for a team of the brand: those whom its topics may name. The team that lost
    the room by a hand-over is none of them meanwhile."""
    teams = Team.objects.filter(brand=incident.brand_id, pk__in=teams_with(person, "sign_release"))
    if incident.team_id != incident.home_team_id:
        teams = teams.exclude(pk=incident.home_team_id)
    return teams.exists()


def _team(incident: Incident) -> dict[str, Team]:
    return {"team": incident.team}
