"""How grave a message is: tone, and impact and urgency scored apart, give a severity, a level, and what to do. Pure.

The level stands beside the topics' level and never lowers it: where it is stricter, a person looks.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Tone(models.TextChoices):
    POSITIVE = "positive", _("Positive")
    NEUTRAL = "neutral", _("Neutral")
    NEGATIVE = "negative", _("Negative")


class Impact(models.IntegerChoices):
    """Whom it touches, and how badly."""

    NONE = 0, _("Nobody is worse off")
    SMALL = 1, _("One person, a nuisance")
    LARGE = 2, _("One person badly, or several")
    WIDE = 3, _("Many people, or it cannot be undone")


class Urgency(models.IntegerChoices):
    """How long it can wait before it is worse."""

    ANY_TIME = 0, _("It can wait")
    TODAY = 1, _("Today")
    HOUR = 2, _("Within the hour")
    NOW = 3, _("Now")


class Severity(models.IntegerChoices):
    """From mild to crisis, as ``playbook.tone`` reads it from the words alone."""

    NONE = 0, _("None")
    MILD = 1, _("Mild")
    PLAIN = 2, _("Plain")
    GRAVE = 3, _("Grave")
    CRISIS = 4, _("Crisis")


@dataclass(frozen=True, slots=True)
class Weight:
    severity: Severity
    level: str


@dataclass(frozen=True, slots=True)
class Strategy:
    """What its category asks for. ``is_moderated``: answered as well, where that helps, but a house rule is cited."""

    name: Words
    asks: tuple[Words, ...]
    is_moderated: bool = False


def weigh(tone: str, impact: int, urgency: int, *, is_abusive: bool = False, is_misleading: bool = False) -> Weight:
    """Severity and level. More impact, more urgency, abuse or misinformation never make either milder."""
    score = impact + urgency
    severity = _OF_SCORE[score] if tone == Tone.NEGATIVE else Severity.NONE
    if is_abusive:
        severity = max(severity, Severity.PLAIN)
    if is_misleading:
        severity = max(severity, Severity.GRAVE)
    level = "red" if score >= 5 else "yellow" if score >= 2 or severity >= Severity.GRAVE else "green"
    return Weight(Severity(severity), level)


def strategy_for(tone: str, severity: int, *, is_abusive: bool = False, is_misleading: bool = False) -> Strategy:
    """Engage or moderate, and how."""
    if is_abusive:
        return _ABUSIVE
    if is_misleading:
        return _MISLEADING
    if tone == Tone.POSITIVE:
        return _PRAISE
    return _BY_SEVERITY[Severity(severity)]


_OF_SCORE = (
    *(Severity.MILD, Severity.MILD),
    *(Severity.PLAIN, Severity.PLAIN),
    Severity.GRAVE,
    *(Severity.CRISIS, Severity.CRISIS),
)
_ABUSIVE = Strategy(
    _("Moderate: abusive language"),
    (
        _("Cite the house rule it breaks, and say why."),
        _("What they complain about is answered all the same. A complaint is never deleted."),
    ),
    is_moderated=True,
)
_MISLEADING = Strategy(
    _("Engage: wrong facts that spread"),
    (
        _("Put the facts right where they stand, with a source, and without blame."),
        _("Hide or report it only where it breaks a house rule."),
    ),
)
_PRAISE = Strategy(
    _("Engage: praise"),
    (
        _("Thank them by name and say what pleased us."),
        _("Worth showing? Ask first, then share. A small gift is possible."),
    ),
)
_BY_SEVERITY: dict[Severity, Strategy] = {
    Severity.NONE: Strategy(
        _("Engage: a question or a remark"),
        (_("Answer what they ask, kindly and in one message."),),
    ),
    Severity.MILD: Strategy(
        _("Engage: mild dissatisfaction"),
        (
            _("Show that you heard them: name what went wrong for them."),
            _("Offer the next step and do it. Courtesy now makes an advocate later."),
        ),
    ),
    Severity.PLAIN: Strategy(
        _("Engage: a complaint"),
        (
            _("Acknowledge first, then one fact and one time."),
            _("Say what you do about it: an apology, a solution, or what makes up for it."),
        ),
    ),
    Severity.GRAVE: Strategy(
        _("Engage with care: a grave complaint"),
        (
            _("Let a supervisor read before it goes out."),
            _("Take it offline to a named person, and write down what came of it."),
        ),
    ),
    Severity.CRISIS: Strategy(
        _("Stop and decide together: a crisis"),
        (
            _("It goes to the team that has the authority. Flag it red if nobody has."),
            _("Until they decide only a signed holding message goes out."),
        ),
    ),
}
