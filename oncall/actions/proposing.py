"""From a spike to a proposed room. The product proposes; whether it is a crisis, a person says."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM, Actor
from accounts.models import Team
from accounts.notices import notify_all
from accounts.refusals import Invalid
from accounts.rights import people_with, teams_with
from connectors.models import Channel
from interactions import actions as core
from interactions.models import IncidentLink, Interaction
from interactions.models.interaction import Interactions
from oncall.actions.room_lines import note, tell_room
from oncall.models import Incident
from oncall.room_checks import check_is_open, check_may_work
from oncall.spikes import Cut, Spike
from oncall.tallying import HOUR, floor_of, spikes, tally
from playbook.models import Topic

MOST_LINKED = 2_000
QUIET_AFTER_DISMISSAL = timedelta(hours=6)


def look_for_spikes() -> int:
    """Count, look, and propose a room for what is no part of one; how many were proposed."""
    tally()
    return sum(propose(spike) for spike in spikes(timezone.now()))


@transaction.atomic
def propose(spike: Spike) -> bool:
    """True when a room was proposed. A live one about the same channel or topic takes it in instead, and what somebody
    dismissed is left alone for hours. Running it twice proposes nothing twice."""
    now = timezone.now()
    about = Incident.objects.filter(brand=spike.cut.brand)
    standing = [one for one in about.live() if spike.cut.overlaps(cut_of(one))]
    if standing:
        _grow(Incident.objects.locked(standing[0].pk), spike)
        return False
    lately = about.filter(state=Incident.State.DISMISSED, ended_at__gte=now - QUIET_AFTER_DISMISSAL)
    if any(spike.cut.overlaps(cut_of(one)) for one in lately):
        return False
    channel = Channel.objects.select_related("team").filter(pk=spike.cut.channel or 0).first()
    topic = Topic.objects.select_related("owner_team").filter(pk=spike.cut.topic or 0).first()
    team = _team(spike.cut, channel, topic)
    if team is None:
        return False
    try:
        with transaction.atomic():
            incident = Incident.objects.create(
                brand_id=spike.cut.brand,
                team=team,
                home_team=team,
                topic=topic,
                channel=channel,
                name=_name(spike, channel, topic),
                state=Incident.State.PROPOSED,
                found_key=str(spike.cut),
                seen=spike.now.count,
                usual=spike.usual,
                negative_share=spike.now.share,
                began_at=now - HOUR,
                raised_at=now,
            )
    except IntegrityError:
        return False
    note(incident, kind="fact", text=_found(spike), by=SYSTEM)
    tell_room("room_proposed", incident, by=SYSTEM, seen=spike.now.count, usual=spike.usual)
    _take_in(incident, spike.cut)
    _tell_those_on_call(incident)
    return True


def _team(cut: Cut, channel: Channel | None, topic: Topic | None) -> Team | None:
    """Who answers for it: the topic's own team, else the channel's, else that of what came first."""
    if topic is not None and topic.owner_team is not None:
        return topic.owner_team
    if channel is not None:
        return channel.team
    first = matching(cut, timezone.now() - HOUR).select_related("team").order_by("pk").first()
    return first.team if first else None


def _tell_those_on_call(incident: Incident) -> None:
    """Whoever may take a red flag of the team; nobody is woken by a number."""
    notify_all(
        people_with("acknowledge", incident.team),
        kind="room-proposed",
        text=_("More comes in than usual. A room is proposed."),
        url=incident.get_absolute_url(),
        key=f"room:{incident.pk}",
        brand=incident.brand,
    )


def _grow(incident: Incident, spike: Spike) -> None:
    """More of the same: a proposed room takes it in by itself, an open one shows it to be put in."""
    if incident.state == Incident.State.PROPOSED:
        _take_in(incident, cut_of(incident))
    if spike.now.count > incident.seen:
        incident.seen, incident.negative_share = spike.now.count, spike.now.share
        incident.save(update_fields=["seen", "negative_share"])


def _take_in(incident: Incident, cut: Cut) -> None:
    ids = list(matching(cut, incident.began_at).order_by("pk").values_list("pk", flat=True)[:MOST_LINKED])
    if ids:
        core.link(ids, by=SYSTEM, incident=incident.pk, brand=incident.brand_id)


def matching(cut: Cut, since: datetime) -> Interactions:
    """What came since then, and is in no room."""
    rows = Interaction.objects.filter(brand=cut.brand, head=None, pk__gt=floor_of(since), received_at__gte=since)
    if cut.channel:
        rows = rows.filter(channel=cut.channel)
    if cut.topic:
        rows = rows.filter(topic=cut.topic)
    return rows.filter(~Exists(IncidentLink.objects.filter(interaction=OuterRef("pk"), unlinked_at=None)))


def cut_of(incident: Incident) -> Cut:
    """What a room is about, as the detector cuts it."""
    return Cut(incident.brand_id, incident.channel_id, incident.topic_id)


def _name(spike: Spike, channel: Channel | None, topic: Topic | None) -> str:
    about = " · ".join(str(one) for one in (topic, channel) if one)
    return (_("Many about %(what)s") if spike.is_more else _("It turns against us: %(what)s")) % {"what": about}


def _found(spike: Spike) -> str:
    said = _("%(seen)d messages in an hour, usual is %(usual)d; %(share)d %% of them yellow or red.")
    return said % {
        "seen": spike.now.count,
        "usual": round(spike.usual),
        "share": round(spike.now.share * 100),
    }


@transaction.atomic
def link_alike(incident: Incident, *, by: Actor) -> int:
    """Put what came to its channel or topic since it began into the room, as far as this person may see it; how many.
    Raises NotAllowed, Conflict, Invalid for a room that is about neither."""
    locked = Incident.objects.locked(incident.pk)
    person = check_may_work(by, locked)
    if not locked.is_live:
        check_is_open(locked)
    if locked.channel_id is None and locked.topic_id is None:
        raise Invalid(_("This room is about no channel and no topic. Put messages in one by one."))
    theirs = matching(cut_of(locked), locked.began_at).in_teams(teams_with(person, "flag"))
    ids = list(theirs.order_by("pk").values_list("pk", flat=True)[:MOST_LINKED])
    return len(core.link(ids, by=person, incident=locked.pk, brand=locked.brand_id))
