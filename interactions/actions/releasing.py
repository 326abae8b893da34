"""Releases: what may go out although red holds, once every team the topics name has signed (P3)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Brand, Team, User
from accounts.refusals import Conflict, Invalid, NotAllowed
from accounts.rights import can
from audit.record import record
from interactions import checks
from interactions.models import Interaction, Release, ReleaseSignature
from playbook.models import Topic

LONGEST = timedelta(days=30)


@transaction.atomic
def release(
    subject: Interaction | Topic,
    *,
    by: Actor,
    says: str,
    expires_at: datetime,
    for_user: User | None = None,
) -> Release:
    """Write down what may go out, for one held interaction or standing for a topic. It is in force once signed.

    A topic's release stands for at most 30 days, and only where the topic allows it. Raises NotAllowed, Invalid.
    """
    person = checks.check_is_person(by)
    scope = _topic_scope(subject, person) if isinstance(subject, Topic) else _interaction_scope(subject, person)
    return _write(scope, by=person, says=says, expires_at=expires_at, for_user=for_user)


@transaction.atomic
def release_incident(
    incident: int, *, by: Actor, brand: Brand, says: str, expires_at: datetime, for_user: User | None = None
) -> Release:
    """The same for an incident: what is linked to it now or later, as long as its red topics are among those decided
    on here. Raises NotAllowed, Invalid."""
    person = checks.check_is_person(by)
    scope = _incident_scope(incident, brand, person)
    return _write(scope, by=person, says=says, expires_at=expires_at, for_user=for_user)


def _write(scope: dict[str, Any], *, by: User, says: str, expires_at: datetime, for_user: User | None) -> Release:
    now = timezone.now()
    if not says.strip():
        raise Invalid(_("Say what may go out."))
    if not now < expires_at <= now + LONGEST:
        raise Invalid(_("A release ends in the future, within 30 days."))
    written = Release.objects.create(
        says=says, for_user=for_user, created_by=by, created_at=now, expires_at=expires_at, **scope
    )
    _tell("release_written", written, by=by, details={"says": says}, expires_at=expires_at.isoformat())
    return written


def _interaction_scope(subject: Interaction, person: User) -> dict[str, Any]:
    locked = Interaction.objects.locked(subject.pk)
    checks.check_may(person, "draft", locked)
    if not locked.is_held:
        raise Invalid(_("Nothing holds this: it needs no release."))
    red = locked.flags.filter(withdrawn_at=None, level="red").select_related("topic")
    roles = sorted({role for flag in red for role in flag.topic.release_roles})
    return {
        "brand": locked.brand,
        "interaction": locked,
        "needed_roles": roles,
        "flag_version": locked.flag_version,
    }


def _topic_scope(topic: Topic, person: User) -> dict[str, Any]:
    if not can(person, "edit_playbook", topic.brand):
        raise NotAllowed(_("Only who may edit the playbook can write a release for a whole topic."))
    if not topic.allows_standing_release:
        raise Invalid(_("%(topic)s is decided case by case. It takes no standing release.") % {"topic": topic})
    return {"brand": topic.brand, "topic": topic, "needed_roles": sorted(topic.release_roles)}


def _incident_scope(incident: int, brand: Brand, person: User) -> dict[str, Any]:
    linked = Interaction.objects.filter(incident_links__incident=incident, incident_links__unlinked_at=None)
    teams = Team.objects.filter(pk__in=linked.order_by().values("team").distinct())
    if not any(can(person, "draft", team) for team in teams):
        raise NotAllowed(_("Only who answers for something of this room can write its release."))
    red = linked.open().filter(flags__withdrawn_at=None, flags__level="red")
    topics = Topic.objects.filter(
        pk__in=red.order_by().values("flags__topic").distinct(), level="red", is_life_safety=False
    )
    if not topics:
        raise Invalid(_("Nothing red is open in this room: it needs no release."))
    roles = sorted({role for topic in topics for role in topic.release_roles})
    decided = sorted(topic.pk for topic in topics)
    return {"brand": brand, "incident": incident, "topics": decided, "needed_roles": roles}


@transaction.atomic
def sign_release(written: Release, *, role: str, by: Actor) -> Release:
    """Sign for one of the teams it names; the last signature puts it in force. One person signs for one team.

    Raises NotAllowed without the right on that team, Conflict when it is signed, over, or the flags changed.
    """
    person = checks.check_is_person(by)
    locked = Release.objects.select_for_update().get(pk=written.pk)
    _check_signable(locked, role, person)
    try:
        with transaction.atomic():
            ReleaseSignature.objects.create(release=locked, role=role, by=person, signed_at=timezone.now())
    except IntegrityError as error:
        raise Conflict(_("Each team signs once, and each person for one team only.")) from error
    signed = set(locked.signatures.values_list("role", flat=True))
    missing = sorted(set(locked.needed_roles) - signed)
    _tell("release_signed", locked, by=person, role=role, missing=missing)
    if not missing:
        locked.effective_at = timezone.now()
        locked.save(update_fields=["effective_at"])
        _tell("release_in_force", locked, by=person)
    return locked


def _check_signable(locked: Release, role: str, person: User) -> None:
    now = timezone.now()
    if locked.revoked_at or locked.expires_at <= now:
        raise Conflict(_("This release is over. Write a new one."))
    if role not in locked.needed_roles:
        raise Invalid(_("This release does not ask for %(role)s.") % {"role": role})
    team = Team.objects.filter(brand=locked.brand, slug=role).first()
    if team is None or not can(person, "sign_release", team):
        raise NotAllowed(_("You may not sign for %(role)s.") % {"role": team or role})
    if locked.topic_id and not checks.may_stand(locked):
        raise Conflict(_("The topic is decided otherwise by now. Write a new release."))
    if locked.interaction_id and Interaction.objects.locked(locked.interaction_id).flag_version != locked.flag_version:
        raise Conflict(_("The flags changed since this was written. Write a new release."))


@transaction.atomic
def revoke_release(written: Release, *, by: Actor) -> Release:
    """Put the hold back at once; anyone who could sign it can."""
    person = checks.check_is_person(by)
    locked = Release.objects.select_for_update().get(pk=written.pk)
    teams = Team.objects.filter(brand=locked.brand, slug__in=locked.needed_roles)
    if not any(can(person, "sign_release", team) for team in teams):
        raise NotAllowed(_("Only who could sign it can revoke it."))
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        _tell("release_revoked", locked, by=person)
    return locked


def _tell(name: str, written: Release, *, by: User, details: dict[str, Any] | None = None, **facts: Any) -> None:
    """On the interaction's own timeline where there is one, else on the topic's; of an incident on its own."""
    subject = written.interaction or written.topic or written
    team = written.interaction.team_id if written.interaction else None
    brand: Brand | int = written.brand_id
    facts |= {"release": written.pk, "team": team, "incident": written.incident}
    record(f"interactions.{name}", by=by, subject=subject, brand=brand, facts=facts, details=details)
