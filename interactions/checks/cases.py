"""What the case allows."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor, System
from accounts.refusals import Conflict, Invalid, NotAllowed
from interactions.models import Interaction, Release
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


def check_not_held(interaction: Interaction, by: Actor, now: datetime | None = None) -> None:
    """Red stops (P3): nothing is drafted, approved or posted unless a release in force lets this person."""
    if interaction.is_held and not any(_lets_past(release, by) for release in releases_in_force(interaction, now)):
        raise NotAllowed(
            _("Red stops. Nothing goes out until a release is signed by everyone its topics name. Notes are open.")
        )


def releases_in_force(interaction: Interaction, now: datetime | None = None) -> list[Release]:
    """Releases that let something past right now: of this interaction as flagged now, of each of its red topics,
    or of its incident."""
    now = now or timezone.now()
    in_force = Release.objects.filter(effective_at__lte=now, expires_at__gt=now, revoked_at=None)
    own = list(in_force.filter(interaction=interaction, flag_version=interaction.flag_version))
    red_topics = set(interaction.flags.filter(withdrawn_at=None, level="red").values_list("topic_id", flat=True))
    written = in_force.filter(topic_id__in=red_topics).select_related("topic")
    standing = [release for release in written if may_stand(release)]
    covers_all = bool(red_topics) and {release.topic_id for release in standing} >= red_topics
    return own + (standing if covers_all else []) + _of_incident(interaction, in_force, red_topics)


def _of_incident(interaction: Interaction, in_force: QuerySet[Release], red_topics: set[int]) -> list[Release]:
    """Those of its incident that were decided for every red topic on it, by everybody these topics name today. None
    where a life is at stake: that is decided person by person."""
    linked = interaction.incident_links.filter(unlinked_at=None).values("incident")
    written = [release for release in in_force.filter(incident__in=linked) if red_topics <= set(release.topics)]
    if not written or not red_topics:
        return []
    topics = Topic.objects.filter(pk__in=red_topics)
    if any(topic.is_life_safety for topic in topics):
        return []
    named = {role for topic in topics for role in topic.release_roles}
    return [release for release in written if named <= set(release.needed_roles)]


def may_stand(release: Release) -> bool:
    """Whether the topic, as the playbook has it now, still takes this standing release."""
    topic = release.topic
    return bool(topic and topic.allows_standing_release and set(release.needed_roles) >= set(topic.release_roles))


def _lets_past(release: Release, by: Actor) -> bool:
    return release.for_user_id is None or isinstance(by, System) or release.for_user_id == by.pk
