"""The second person: confirming or refusing what lowers or closes red."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from accounts.refusals import Conflict, NotAllowed
from interactions import checks
from interactions.actions.closing import apply_close
from interactions.actions.flagging import apply_topics
from interactions.actions.lines import tell
from interactions.models import Interaction, SecondPersonRequest
from playbook.models import Topic


@transaction.atomic
def confirm(request: SecondPersonRequest, *, by: Actor) -> Interaction:
    """Do what was asked, by another person than the one who asked. Raises Conflict when the flags changed meanwhile."""
    locked, fresh, person = _locked(request, by)
    if person.pk == fresh.asked_by_id:
        raise NotAllowed(_("You asked for this yourself. It waits for a second person."))
    if fresh.flag_version != locked.flag_version:
        raise Conflict(_("The flags changed since this was asked. Refuse it and look again."))
    if fresh.terms["thread_version"] != locked.thread_version:
        raise Conflict(_("The customer wrote since this was asked. Refuse it and look again."))
    _decide(fresh, person, SecondPersonRequest.Verdict.CONFIRMED)
    tell("second_person_confirmed", locked, by=person, verb=fresh.verb, request=fresh.pk, asked_by=fresh.asked_by_id)
    if fresh.verb == SecondPersonRequest.Verb.CLOSE:
        return apply_close(locked, by=person, reason=fresh.reason, terms=fresh.terms)
    topics = list(Topic.objects.filter(pk__in=fresh.terms["topics"]))
    return apply_topics(locked, by=person, topics=topics, reason=fresh.reason)


@transaction.atomic
def refuse(request: SecondPersonRequest, *, by: Actor) -> Interaction:
    """Decline it, or take one's own request back: nothing changes."""
    locked, fresh, person = _locked(request, by)
    _decide(fresh, person, SecondPersonRequest.Verdict.REFUSED)
    tell("second_person_refused", locked, by=person, verb=fresh.verb, request=fresh.pk, asked_by=fresh.asked_by_id)
    return locked


def _locked(request: SecondPersonRequest, by: Actor) -> tuple[Interaction, SecondPersonRequest, User]:
    locked = Interaction.objects.locked(request.interaction_id)
    fresh = SecondPersonRequest.objects.get(pk=request.pk)
    person = checks.check_is_person(by)
    checks.check_may(person, "flag" if fresh.verb == SecondPersonRequest.Verb.LOWER else "close", locked)
    if fresh.decided_at is not None:
        raise Conflict(_("%(name)s decided this a moment ago.") % {"name": fresh.decided_by})
    return locked, fresh, person


def _decide(request: SecondPersonRequest, person: User, verdict: str) -> None:
    request.decided_by = person
    request.decided_at = timezone.now()
    request.verdict = verdict
    request.save(update_fields=["decided_by", "decided_at", "verdict"])
