"""What people say of triage: it was right, or another topic; how the message sounds; which house rule it breaks."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from accounts.refusals import Conflict, Invalid
from interactions import checks
from interactions.actions.lines import tell
from interactions.due import RANK, strictest
from interactions.models import Assessment, Interaction, Judgement, ModerationAct, SecondOpinion
from interactions.severity import Impact, Tone, Urgency, weigh
from playbook.models import HouseRule


def keep_judgement(locked: Interaction, *, by: User) -> Judgement:
    """Keep what the machine had said of a locked interaction beside what this person decided. Part of their action."""
    proposed = [flag.topic for flag in locked.flags.filter(by=None).select_related("topic")]
    topic = strictest(proposed) if proposed else None
    opinion = SecondOpinion.objects.filter(interaction=locked).values_list("level", flat=True).first()
    decided: dict[str, Any] = {
        "brand_id": locked.brand_id,
        "proposed_topic": topic,
        "proposed_level": topic.level if topic else "",
        "opinion_level": opinion or "",
        "decided_topic_id": locked.topic_id,
        "decided_level": locked.level,
        "playbook_version": locked.playbook_version,
        "by": by,
        "judged_at": timezone.now(),
    }
    judgement, _is_new = Judgement.objects.update_or_create(interaction=locked, defaults=decided)
    return judgement


@transaction.atomic
def confirm_flags(interaction: Interaction, *, by: Actor, flag_version: int) -> Interaction:
    """A person read it, and its flags are right as ``flag_version`` has them: nobody needs to look any more.

    Raises NotAllowed, Conflict where it is not open, has no flag, or its flags changed meanwhile.
    """
    locked = Interaction.objects.locked(interaction.pk)
    person = checks.check_is_person(by)
    checks.check_may(person, "flag", locked)
    checks.check_open(locked)
    if not locked.level:
        raise Conflict(_("Nobody has flagged this yet. Choose what it is."))
    if locked.flag_version != flag_version:
        raise Conflict(_("Its flags changed a moment ago. Look at them again."))
    keep_judgement(locked, by=person)
    locked.needs_look = False
    locked.save()
    tell("flags_confirmed", locked, by=person, flag_version=locked.flag_version)
    return locked


@transaction.atomic
def assess(
    interaction: Interaction,
    *,
    by: Actor,
    tone: str,
    impact: int,
    urgency: int,
    is_abusive: bool = False,
    is_misleading: bool = False,
) -> Assessment:
    """Keep how a person reads it. It changes tone and severity, never the level: where impact and urgency ask for a
    stricter one, the message stands among those that need a look. Raises NotAllowed, Invalid."""
    locked = Interaction.objects.locked(interaction.pk)
    person = checks.check_is_person(by)
    checks.check_may(person, "flag", locked)
    if tone not in Tone.values:
        raise Invalid(_("Say how it sounds: positive, neutral or negative."))
    if impact not in Impact.values or urgency not in Urgency.values:
        raise Invalid(_("Choose impact and urgency from their scales."))
    weight = weigh(tone, impact, urgency, is_abusive=is_abusive, is_misleading=is_misleading)
    assessment = Assessment.objects.create(
        interaction=locked,
        tone=tone,
        impact=impact,
        urgency=urgency,
        is_abusive=is_abusive,
        is_misleading=is_misleading,
        severity=weight.severity,
        level=weight.level,
        by=person,
        assessed_at=timezone.now(),
    )
    before = {"tone_before": locked.tone, "severity_before": locked.severity}
    locked.tone, locked.severity = tone, weight.severity
    if locked.is_open and RANK[weight.level] > RANK[locked.level]:
        locked.needs_look = True
    locked.save()
    facts: dict[str, Any] = {
        "tone": tone,
        "impact": int(impact),
        "urgency": int(urgency),
        "severity": int(weight.severity),
    }
    facts |= {"asks_for": weight.level, "is_abusive": is_abusive, "is_misleading": is_misleading}
    tell("assessed", locked, by=person, **facts, **before)
    return assessment


@transaction.atomic
def moderate(interaction: Interaction, *, by: Actor, rule: HouseRule, kind: str, reason: str) -> ModerationAct:
    """Write down what was done about it on its network, with the house rule it breaks and why. The message stays with
    us, and is still to be answered or closed. Raises NotAllowed, Invalid."""
    locked = Interaction.objects.locked(interaction.pk)
    person = checks.check_is_person(by)
    checks.check_may(person, "flag", locked)
    if kind not in ModerationAct.Kind.values:
        raise Invalid(_("Choose what was done. Nothing is ever deleted."))
    if rule.brand_id != locked.brand_id or rule.is_retired:
        raise Invalid(_("“%(rule)s” is not a house rule of this brand.") % {"rule": rule})
    if not reason.strip():
        raise Invalid(_("Say how it breaks the rule: the reason is kept."))
    act = ModerationAct.objects.create(
        interaction=locked,
        rule=rule,
        rule_text=rule.text,
        kind=kind,
        reason=reason.strip()[:500],
        by=person,
        acted_at=timezone.now(),
    )
    tell("moderated", locked, by=person, moderation=act.pk, kind=kind, rule=rule.pk, details={"reason": act.reason})
    return act
