"""Response maps, and what people learned on them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from audit.guards import append_only
from playbook.models.topics import Retirable


class ResponseMap(models.Model):
    """Questions that lead to what is done, as ``playbook.maps`` reads them. The first in use is the brand's own."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="maps")
    slug = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("what it is for"), max_length=300, blank=True)
    source = models.CharField(_("where it comes from"), max_length=300, blank=True)
    start = models.CharField(_("first step"), max_length=60)
    questions = models.JSONField(default=list)
    leaves = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    is_retired = models.BooleanField(default=False)

    objects = Retirable.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["brand", "slug"], name="map_slug_once_per_brand")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('playbook:map')}?brand={self.brand.slug}&map={self.slug}"


@append_only()
class Training(models.Model):
    """One way walked on a sample, or one quiz: how much of it was right. Written once, never changed."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", _("Practice on the map")
        QUIZ = "quiz", _("Quiz: engage, identify, escalate")

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind)
    key = models.UUIDField(unique=True)  # of the page that was answered: sent twice, it counts once
    right = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()
    given = models.JSONField()  # by sample: what was answered, and what is right
    map_slug = models.CharField(max_length=60, blank=True)
    taxonomy_number = models.PositiveIntegerField(default=0)  # the version that was practised, 0 where none is kept
    taken_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(right__lte=F("asked"), asked__gt=0), name="training_right_of_asked"),
            models.CheckConstraint(condition=Q(kind__in=["practice", "quiz"]), name="training_kind_is_known"),
        ]
        indexes = [models.Index(fields=["brand", "person", "-id"], name="training_of_person")]

    def __str__(self) -> str:
        return f"{self.right}/{self.asked}"
