"""What a rule asks for besides words: who writes, how far it reaches, where, how it sounds. Pure."""

from playbook.specs import Facts, RuleSpec
from playbook.tone import Sound


def fits(spec: RuleSpec, facts: Facts, sound: Sound | None) -> bool:
    """Every condition of the rule that is set holds for the message. What is not known about it does not speak against
    a language, a network or a kind, but never counts as reach, trait or tone."""
    return (
        _is_from(spec, facts)
        and facts.engagement >= spec.min_engagement
        and facts.reach >= spec.min_reach
        and _is_one_of(facts.network, spec.networks)
        and _is_one_of(facts.kind, spec.kinds)
        and _speaks(spec.language, facts.language or (sound.language if sound else ""))
        and _sounds(spec, sound)
        and _repeats(spec, facts)
    )


def _is_from(spec: RuleSpec, facts: Facts) -> bool:
    if not spec.author_is and not spec.min_followers:
        return True
    has_reach = 0 < spec.min_followers <= facts.followers
    return has_reach or not facts.author_is.isdisjoint(spec.author_is)


def _is_one_of(known: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or not known or known in wanted


def _speaks(wanted: str, known: str) -> bool:
    return not wanted or not known or wanted == known or wanted.partition("-")[0] == known.partition("-")[0].lower()


def _sounds(spec: RuleSpec, sound: Sound | None) -> bool:
    if not spec.needs_sound:
        return True
    return sound is not None and sound.severity >= spec.min_severity and (not spec.tones or sound.tone in spec.tones)


def _repeats(spec: RuleSpec, facts: Facts) -> bool:
    if not spec.min_repeats:
        return True
    return 1 + sum(hours <= spec.within_hours for hours in facts.earlier) >= spec.min_repeats
