"""Whom to call outside: where a life or a crime is at stake, by country and network; with red flags, by topic."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from playbook.models.topics import Retirable, Topic


class CrisisContacts(Retirable):
    def beside(self, topics: list[Topic]) -> CrisisContacts:
        """Those in use that stand with a red message of these topics."""
        stands = Q(stands_with=CrisisContact.Stands.RED)
        stands |= Q(stands_with=CrisisContact.Stands.TOPICS, topics__in=[topic.pk for topic in topics])
        if any(topic.is_life_safety for topic in topics):
            stands |= Q(stands_with=CrisisContact.Stands.LIFE)
        return self.live().filter(stands).distinct()


class CrisisContact(models.Model):
    """One line, office or form, rung by a person: nothing is ever sent there by itself. An admin looks at it from time
    to time and says so: a wrong number costs a life."""

    class Kind(models.TextChoices):
        EMERGENCY = "emergency", _("Emergency services")
        CRISIS_LINE = "crisis_line", _("Crisis line")
        POLICE = "police", _("Police")
        PLATFORM = "platform", _("Report to the network")
        AUTHORITY = "authority", _("Authority")
        OTHER = "other", _("Other")

    class Stands(models.TextChoices):
        LIFE = "life", _("where a life or a crime is at stake")
        RED = "red", _("every red flag")
        TOPICS = "topics", _("these topics")

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="crisis_contacts")
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    stands_with = models.CharField(
        _("shown with"), max_length=6, choices=Stands, default=Stands.LIFE, db_default=Stands.LIFE.value
    )
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="crisis_contacts", verbose_name=_("for these topics")
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("Two letters, such as GB. Empty: everywhere.")
    )
    network = models.CharField(
        _("network"), max_length=40, blank=True, help_text=_("For reports to a network. Empty: every network.")
    )
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    url = models.URLField(_("web address"), max_length=500, blank=True)
    hint = models.CharField(_("good to know"), max_length=300, blank=True)
    what_to_say = models.TextField(
        _("what to say"),
        max_length=1000,
        blank=True,
        db_default="",
        help_text=_("The first sentences, as they are said: who rings, what is known, what is asked."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    is_retired = models.BooleanField(default=False)

    objects = CrisisContacts.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["country", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "kind", "country", "network", "name"], name="crisis_contact_once_per_brand"
            ),
            models.CheckConstraint(condition=~Q(phone="") | ~Q(url=""), name="crisis_contact_can_be_reached"),
            models.CheckConstraint(
                condition=Q(kind__in=["emergency", "crisis_line", "police", "platform", "authority", "other"]),
                name="crisis_contact_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(stands_with__in=["life", "red", "topics"]), name="crisis_contact_stands_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("playbook:crisis_contact", args=[self.pk])

    @property
    def nature(self) -> int:
        """How urgent its kind is: the emergency services first."""
        return self.Kind.values.index(self.kind)
