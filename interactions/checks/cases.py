"""What the case allows."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor, System
from accounts.refusals import Conflict, Invalid, NotAllowed
from interactions.models import Flag, IncidentLink, Interaction, Release
from interactions.seen import change
from playbook.models import Topic


def check_open(interaction: Interaction) -> None:
    if not interaction.is_open:
        raise Conflict(_("This is %(state)s already. Reopen it first.") % {"state": interaction.state})


def check_is_real(interaction: Interaction) -> None:
    """A drill costs nothing, and nobody outside sees anything of it."""
    if interaction.is_drill:
        raise Invalid(_("This is a drill. Nothing is given or shown for it."))


def check_draftable(interaction: Interaction) -> None:
    """Flagged, and no answer on its way already."""
    if interaction.state == Interaction.State.RECEIVED:
        raise Conflict(_("Nobody has flagged this yet. Flag it first: the flag says how carefully to answer."))
    if interaction.state not in {Interaction.State.FLAGGED, Interaction.State.DRAFTED}:
        raise Conflict(_("An answer is approved and on its way. Recall it before you write another."))


def check_holdable(interaction: Interaction) -> None:
    """A holding message says that an answer will come: it goes out before one is written, while somebody reads it."""
    if interaction.state not in {Interaction.State.RECEIVED, Interaction.State.FLAGGED}:
        raise Conflict(_("A holding message goes out before an answer is written, not after."))
    if interaction.deleted_at is not None:
        raise Conflict(_("The customer deleted this. There is nothing left to hold."))


def check_seen(interaction: Interaction, thread_version: int | None) -> None:
    """The person wrote to what they saw: a newer message of the customer makes it another conversation (F-D2)."""
    if thread_version is not None and thread_version != interaction.thread_version:
        raise Conflict(_("The customer wrote again while you wrote. Read it, then send your text as it is or changed."))


def check_unchanged(interaction: Interaction, since: str) -> None:
    """It stands as the person saw it; ``since`` is what their page sent along."""
    if changed := change(interaction, since):
        raise Conflict(changed)


def check_snoozable(interaction: Interaction) -> None:
    """Open, not red, and nothing of ours on its way."""
    check_open(interaction)
    if interaction.is_red:
        raise Conflict(_("Red is never put off: it stays where everybody sees it."))
    if interaction.state in {Interaction.State.DRAFTED, Interaction.State.APPROVED}:
        raise Conflict(_("An answer is on its way. Recall it before you put this off."))


def check_not_held(interaction: Interaction, by: Actor, now: datetime | None = None) -> None:
    """Red stops (P3): nothing is drafted, approved or posted unless a release in force lets this person."""
    if interaction.is_held and not any(_lets_past(release, by) for release in releases_in_force(interaction, now)):
        raise NotAllowed(
            _("Red stops. Nothing goes out until a release is signed by everyone its topics name. Notes are open.")
        )


def releases_in_force(interaction: Interaction, now: datetime | None = None) -> list[Release]:
    """Releases that let something past right now: of this interaction as flagged now, of each of its red topics,
    or of its incident."""
    return releases_in_force_of([interaction], now)[interaction.pk]


def releases_in_force_of(rows: Sequence[Interaction], now: datetime | None = None) -> dict[int, list[Release]]:
    """The same of several, by their ids: three queries, one more where there are any."""
    now = now or timezone.now()
    red: dict[int, set[int]] = {row.pk: set() for row in rows}
    standing = Flag.objects.filter(interaction__in=red, withdrawn_at=None, level="red")
    for pk, topic in standing.values_list("interaction_id", "topic_id"):
        red[pk].add(topic)
    linked = dict(
        IncidentLink.objects.filter(interaction__in=red, unlinked_at=None).values_list("interaction_id", "incident")
    )
    every = set().union(*red.values())
    scope = Q(interaction__in=red) | Q(topic__in=every) | Q(incident__in=linked.values())
    in_force = Release.objects.filter(scope, effective_at__lte=now, expires_at__gt=now, revoked_at=None)
    written = list(in_force.select_related("topic").order_by("pk"))
    if not written:
        return {pk: [] for pk in red}
    topics = Topic.objects.in_bulk(every)
    return {row.pk: _covering(written, row, [topics[pk] for pk in red[row.pk]], linked) for row in rows}


def _covering(written: list[Release], row: Interaction, red: list[Topic], linked: dict[int, int]) -> list[Release]:
    ids = {topic.pk for topic in red}
    own = [one for one in written if one.interaction_id == row.pk and one.flag_version == row.flag_version]
    standing = [one for one in written if one.topic_id in ids and may_stand(one)]
    covers_all = bool(ids) and {one.topic_id for one in standing} >= ids
    decided = [one for one in written if one.incident is not None and one.incident == linked.get(row.pk)]
    return own + (standing if covers_all else []) + [one for one in decided if _is_decided_for(one, red)]


def _is_decided_for(release: Release, red: list[Topic]) -> bool:
    """An incident's was decided for every red topic on this, by everybody these topics name today. Never where a life
    is at stake: that is decided person by person."""
    named = {role for topic in red for role in topic.release_roles}
    is_named = bool(red) and {topic.pk for topic in red} <= set(release.topics) and named <= set(release.needed_roles)
    return is_named and not any(topic.is_life_safety for topic in red)


def may_stand(release: Release) -> bool:
    """Whether the topic, as the playbook has it now, still takes this standing release."""
    topic = release.topic
    return bool(topic and topic.allows_standing_release and set(release.needed_roles) >= set(topic.release_roles))


def _lets_past(release: Release, by: Actor) -> bool:
    return release.for_user_id is None or isinstance(by, System) or release.for_user_id == by.pk
