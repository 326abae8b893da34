"""Extra hands for a crisis: colleagues from elsewhere reach its channels at once, and no longer than it lasts."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import join_team, leave_team
from accounts.actors import Actor
from accounts.models import Membership, Role, Team, User
from accounts.notices import notify_all
from accounts.refusals import Invalid, NotAllowed
from accounts.rights import can
from interactions.models import Interaction
from oncall.actions.room_lines import tell_room
from oncall.models import Helper, Incident
from oncall.room_checks import check_is_open, check_may_lead

MOST_AT_ONCE = 100
ROLE = "agent"  # they draft; whoever signs goes on signing


@transaction.atomic
def bring_in(incident: Incident, *, by: Actor, people: Collection[User]) -> list[Helper]:
    """Give these people the role of an agent on every team that has something in the room. They are told. Doing it
    twice changes nothing. Raises NotAllowed, Conflict, Invalid for nobody, too many, or a machine."""
    locked = Incident.objects.locked(incident.pk)
    person = check_may_bring(by, locked)
    check_is_open(locked)
    wanted = {user.pk: user for user in people}
    if not 0 < len(wanted) <= MOST_AT_ONCE:
        raise Invalid(_("Choose at least one person, and at most %(most)d.") % {"most": MOST_AT_ONCE})
    if any(user.is_machine or not user.is_active for user in wanted.values()):
        raise Invalid(_("Only people who work here can be brought in."))
    role, now = Role.objects.get(slug=ROLE), timezone.now()
    brought = []
    for team in teams_in(locked):
        here = set(Membership.objects.filter(team=team, user__in=wanted).values_list("user_id", flat=True))
        for pk in sorted(wanted.keys() - here):
            join_team(by=person, team=team, user=wanted[pk], role=role)
            facts = {"role": role, "brought_by": person, "brought_at": now}
            brought.append(Helper.objects.create(incident=locked, user=wanted[pk], team=team, **facts))
    if brought:
        ids = sorted({helper.user_id for helper in brought})
        tell_room("helpers_brought", locked, by=person, people=ids)
        _tell(locked, [wanted[pk] for pk in ids])
    return brought


@transaction.atomic
def send_home(incident: Incident, *, by: Actor, helper: User) -> int:
    """Take back what this person was given for the room; how many teams that was. Raises NotAllowed."""
    locked = Incident.objects.locked(incident.pk)
    person = check_may_bring(by, locked)
    return let_go(locked, by=person, only=helper)


def let_go(locked: Incident, *, by: User, only: User | None = None) -> int:
    """The end of helping, for one of them or for all; the caller holds the room. What they were given goes back to
    its team."""
    helpers = locked.helpers.filter(left_at=None).select_related("user", "team", "role")
    gone = list(helpers.filter(user=only) if only else helpers)
    for helper in gone:
        helper.left_at = timezone.now()
        helper.save(update_fields=["left_at"])
        leave_team(by=by, team=helper.team, user=helper.user, role=helper.role)
    if gone:
        tell_room("helpers_left", locked, by=by, people=sorted({helper.user_id for helper in gone}))
    return len(gone)


def check_may_bring(by: Actor, incident: Incident) -> User:
    """Returns the person: who leads the room, and gives people their roles or puts them on call in its brand."""
    person = check_may_lead(by, incident)
    if not any(can(person, right, incident.brand) for right in ("manage_people", "manage_oncall")):
        raise NotAllowed(_("Ask a supervisor, or whoever is on call: they bring people in."))
    return person


def teams_in(incident: Incident) -> list[Team]:
    """The room's own, and those that have something in it."""
    linked = Interaction.objects.filter(incident_links__incident=incident.pk, incident_links__unlinked_at=None)
    ids = {incident.team_id, *linked.order_by().values_list("team", flat=True).distinct()}
    return list(Team.objects.filter(pk__in=ids, is_active=True).select_related("brand").order_by("pk"))


def _tell(incident: Incident, people: list[User]) -> None:
    text = _("You are asked to help in a room. You can work on its channels now.")
    url, key = incident.get_absolute_url(), f"room-help:{incident.pk}:{timezone.now():%Y%m%dT%H%M}"
    notify_all(people, kind="room-help", text=text, url=url, key=key, brand=incident.brand)
