"""What an admin decides before anything happens: topics, rules, plans, and the words we may use."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
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


class Playbook(models.Model):
    """A brand's playbook. Its version rises in the transaction of every edit; interactions keep the one that judged."""

    brand = models.OneToOneField(Brand, on_delete=models.PROTECT, related_name="playbook")
    version = models.PositiveIntegerField(default=0)
    # What may be said in public though it looks like personal data: our own numbers, addresses and web sites.
    own_words = models.JSONField(default=list, blank=True, db_default=models.Value([], models.JSONField()))
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
    points = models.PositiveSmallIntegerField(_("points"), default=10)
    is_stop = models.BooleanField(_("decides alone"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["topic", "name"], name="rule_name_once_per_topic")]

    def __str__(self) -> str:
        return self.name


class Plan(models.Model):
    """The escalation plan of a topic: the complaint, the public answer, the internal actions, whom to notify."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="plan")
    complaint = models.TextField(_("what people say"), max_length=2000)
    public_answer = models.TextField(_("what we say in public"), max_length=4000)
    internal_actions = models.JSONField(_("what we do inside"), default=list)
    notify = models.JSONField(_("who is told"), default=list, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Plan: {self.topic}"


class ResponseTemplates(Retirable):
    def usable(self) -> Self:
        """Approved, not retired, not past the date on which they expire."""
        kept = Q(expires_on=None) | Q(expires_on__gt=timezone.localdate())
        return self.filter(kept, is_retired=False, approved_by__isnull=False)


class Fitting(models.Model):
    """Words for certain topics, or for a whole area, in one language."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="%(class)ss")
    name = models.CharField(_("name"), max_length=120)
    topics = models.ManyToManyField(Topic, blank=True, related_name="%(class)ss", verbose_name=_("fits topics"))
    area = models.CharField(_("or fits the whole area"), max_length=8, choices=Area.choices, blank=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    text = models.TextField(_("text"), max_length=5000)
    version = models.PositiveIntegerField(default=1)
    is_retired = models.BooleanField(default=False)

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["name", "language"]

    def __str__(self) -> str:
        return self.name


class ResponseTemplate(Fitting):
    """A start for an answer, never a script. Someone other than its writer approves each version."""

    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    review_by = models.DateField(_("look at it again by"), null=True, blank=True)
    expires_on = models.DateField(_("may not be used from"), null=True, blank=True)

    objects = ResponseTemplates.as_manager()

    class Meta(Fitting.Meta):
        constraints = [
            models.UniqueConstraint(fields=["brand", "name", "language"], name="template_name_once_per_language"),
            models.CheckConstraint(
                condition=Q(written_by=None) | Q(approved_by=None) | ~Q(written_by=F("approved_by")),
                name="template_approved_by_another",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("playbook:template", args=[self.pk])


class HoldingMessages(Retirable):
    def usable(self) -> Self:
        """Approved by two, not retired."""
        return self.filter(is_retired=False, first_approver__isnull=False, second_approver__isnull=False)


class HoldingMessage(Fitting):
    """The only words that may go out while an interaction is held. Two people approve each version."""

    first_approver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    second_approver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    objects = HoldingMessages.as_manager()

    class Meta(Fitting.Meta):
        constraints = [
            models.UniqueConstraint(fields=["brand", "name", "language"], name="holding_name_once_per_language"),
            models.CheckConstraint(
                condition=Q(second_approver=None)
                | (Q(first_approver__isnull=False) & ~Q(first_approver=F("second_approver"))),
                name="holding_approved_by_two_people",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("playbook:holding_message", args=[self.pk])


class ChecklistItem(models.Model):
    """One line of the reply checklist: judged by a person, or found by the machine check that has its slug."""

    class Kind(models.TextChoices):
        HUMAN = "human", _("A person ticks it")
        MACHINE = "machine", _("The machine finds out")

    class Part(models.TextChoices):
        """What a tick is about: an edit of that part takes it away again."""

        WHOLE = "whole", _("The whole text")
        OPENING = "opening", _("How it begins")
        ENDING = "ending", _("How it ends")
        NONE = "none", _("Not the text: what was done before writing")

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="checklist")
    slug = models.SlugField(max_length=60)
    wording = models.CharField(_("wording"), max_length=200)
    levels = models.JSONField(_("for flags"), default=list, blank=True)
    area = models.CharField(_("only in the area"), max_length=8, choices=Area.choices, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("only for topics"))
    networks = models.JSONField(_("only on these networks"), default=list, blank=True)
    is_for_newcomers = models.BooleanField(_("only for people on probation"), default=False, db_default=False)
    part = models.CharField(
        _("un-ticked by an edit of"),
        max_length=7,
        choices=Part.choices,
        default=Part.WHOLE,
        db_default=Part.WHOLE.value,
    )
    kind = models.CharField(_("who checks"), max_length=7, choices=Kind.choices, default=Kind.HUMAN)
    is_required = models.BooleanField(_("required"), default=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    is_retired = models.BooleanField(default=False)

    objects = Retirable.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "slug"], name="checklist_slug_once_per_brand"),
            models.CheckConstraint(
                condition=Q(part__in=["whole", "opening", "ending", "none"]), name="checklist_part_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.wording

    def get_absolute_url(self) -> str:
        return reverse("playbook:checklist_item", args=[self.pk])
