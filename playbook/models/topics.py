"""Topics, what suggests them, and what is planned for them."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Team


class Level(models.TextChoices):
    GREEN = "green", _("Green · Go")
    YELLOW = "yellow", _("Yellow · Caution")
    RED = "red", _("Red · Stop")


class Area(models.TextChoices):
    CRISIS = "crisis", _("Potential crisis")
    SUPPORT = "support", _("Customer support")
    CARE = "care", _("Everyday care")


class Severity(models.IntegerChoices):
    """How grave a message sounds, apart from its level; as ``playbook.tone`` reads it."""

    ANY = 0, _("Any")
    MILD = 1, _("Mild")
    PLAIN = 2, _("Plain")
    GRAVE = 3, _("Grave")
    CRISIS = 4, _("Crisis")


_NO_ENTRIES = models.Value([], models.JSONField())


class Playbook(models.Model):
    """A brand's playbook. Its version rises in the transaction of every edit; interactions keep the one that judged."""

    brand = models.OneToOneField(Brand, on_delete=models.PROTECT, related_name="playbook")
    version = models.PositiveIntegerField(default=0)
    # What may be said in public though it looks like personal data: our own numbers, addresses and web sites.
    own_words = models.JSONField(default=list, blank=True, db_default=models.Value([], models.JSONField()))
    has_second_opinion = models.BooleanField(
        default=True, db_default=True
    )  # what was learned is asked beside the rules
    # Topics on which an admin said in the first walk through them what they are, by slug.
    decided = models.JSONField(default=list, blank=True, db_default=models.Value([], models.JSONField()))
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.brand} v{self.version}"


class Retirable(models.QuerySet[Any]):
    def live(self) -> Self:
        """What is in use: not retired."""
        return self.filter(is_retired=False)


class Topic(models.Model):
    """What a message can be about, how careful that makes us, and who answers for it. Retired, never deleted."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="topics")
    slug = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=120)
    level = models.CharField(_("flag"), max_length=6, choices=Level.choices)
    area = models.CharField(_("area"), max_length=8, choices=Area.choices)
    description = models.CharField(_("what belongs here"), max_length=300, blank=True)
    owner_team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="topics", verbose_name=_("owner team")
    )
    reply_within = models.PositiveIntegerField(_("first reply within"), default=240, help_text=_("In minutes."))
    threshold = models.PositiveIntegerField(
        _("points to suggest it"), default=10, help_text=_("The points of all rules that match are added up.")
    )
    release_roles = models.JSONField(_("teams that sign a release"), default=list, blank=True)
    allows_standing_release = models.BooleanField(_("a release may stand for the topic"), default=False)
    pages_at_once = models.BooleanField(
        _("page at once"), default=True, help_text=_("Off: at the next covered shift, within 12 hours at the latest.")
    )
    is_life_safety = models.BooleanField(
        _("a life or a crime is at stake"),
        default=False,
        db_default=False,
        help_text=_("Locks templates, shows whom to call, and pages two people at once."),
    )
    # A message that is flagged with this topic is raised to a stricter one from so many eyes on; 0: never.
    raises_from_engagement = models.PositiveIntegerField(
        _("raise from so many likes, shares and comments"), default=0, db_default=0, help_text=_("0: never.")
    )
    raises_from_reach = models.PositiveIntegerField(
        _("or from this reach"), default=0, db_default=0, help_text=_("0: never.")
    )
    raises_to = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("raise to"),
        db_index=False,
    )
    # Any message of the brand is flagged with this topic from so many eyes on, whatever it speaks of.
    catches_from_engagement = models.PositiveIntegerField(
        _("put on any message from so many likes, shares and comments"),
        default=0,
        db_default=0,
        help_text=_("0: never. For a crisis that no topic foresees."),
    )
    catches_from_reach = models.PositiveIntegerField(
        _("or from this reach, on any message"), default=0, db_default=0, help_text=_("0: never.")
    )
    position = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    objects = Retirable.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "slug"], name="topic_slug_once_per_brand"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="topic_level_is_one_of_three"),
            models.CheckConstraint(
                condition=~Q(level=Level.RED, release_roles=[]), name="red_topic_names_who_releases"
            ),
            models.CheckConstraint(
                condition=Q(raises_to__isnull=False) | Q(raises_from_engagement=0, raises_from_reach=0),
                name="topic_is_raised_to_something",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("playbook:topic", args=[self.pk])


class Rule(models.Model):
    """What suggests a topic. A rule with several conditions needs all of them."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="rules")
    name = models.CharField(_("name"), max_length=120)
    any_of = models.JSONField(_("any of these words"), default=list, blank=True)
    all_of = models.JSONField(_("all of these words"), default=list, blank=True)
    none_of = models.JSONField(_("but none of these"), default=list, blank=True)
    expression = models.CharField(_("or this expression"), max_length=1000, blank=True)
    language = models.CharField(_("only in this language"), max_length=12, blank=True)
    author_is = models.JSONField(_("the author is"), default=list, blank=True)
    min_followers = models.PositiveIntegerField(_("or has at least this many followers"), default=0)
    min_engagement = models.PositiveIntegerField(_("likes, shares and comments at least"), default=0)
    min_reach = models.PositiveIntegerField(_("seen by at least this many people"), default=0, db_default=0)
    min_repeats = models.PositiveSmallIntegerField(
        _("at least this many messages of the author"), default=0, db_default=0
    )
    within_hours = models.PositiveSmallIntegerField(_("within this many hours"), default=24, db_default=24)
    networks = models.JSONField(_("only on these networks"), default=list, blank=True, db_default=_NO_ENTRIES)
    kinds = models.JSONField(_("only these kinds of message"), default=list, blank=True, db_default=_NO_ENTRIES)
    tones = models.JSONField(_("only when it sounds"), default=list, blank=True, db_default=_NO_ENTRIES)
    min_severity = models.PositiveSmallIntegerField(
        _("only from this severity on"), choices=Severity.choices, default=0, db_default=0
    )
    points = models.PositiveSmallIntegerField(_("points"), default=10)
    is_stop = models.BooleanField(_("decides alone"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["topic", "name"], name="rule_name_once_per_topic")]

    def __str__(self) -> str:
        return self.name


HOLDING_NAMES_LEAST, HOLDING_NAMES_MOST = 2, 5


class Plan(models.Model):
    """The escalation plan of a topic: the complaint, the public answer, the internal actions, whom to notify."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="plan")
    complaint = models.TextField(_("what people say"), max_length=2000)
    public_answer = models.TextField(_("what we say in public"), max_length=4000)
    internal_actions = models.JSONField(_("what we do inside"), default=list)
    notify = models.JSONField(_("who is told"), default=list, blank=True)
    # What is known to happen to this topic, each with a complaint, an answer and actions of its own.
    scenarios = models.JSONField(_("scenarios"), default=list, blank=True, db_default=_NO_ENTRIES)
    holding_names = models.PositiveSmallIntegerField(
        _("names under a holding message"),
        default=HOLDING_NAMES_LEAST,
        db_default=HOLDING_NAMES_LEAST,
        help_text=_("How many people sign the filled words before they go out: two at least, five at most."),
        validators=[MinValueValidator(HOLDING_NAMES_LEAST), MaxValueValidator(HOLDING_NAMES_MOST)],
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(holding_names__gte=HOLDING_NAMES_LEAST, holding_names__lte=HOLDING_NAMES_MOST),
                name="a_plan_asks_for_names_that_can_be_had",
            )
        ]

    def __str__(self) -> str:
        return f"Plan: {self.topic}"
