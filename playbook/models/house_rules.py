"""What one may not do where the brand hosts the talk. A moderating act cites one of these."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from playbook.models.topics import Retirable


class HouseRule(models.Model):
    """One community guideline, as the public can read it. Retired, never deleted: what was moderated cites it."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="house_rules")
    name = models.CharField(_("name"), max_length=80, help_text=_("As one says it: “No threats”."))
    text = models.CharField(_("the rule"), max_length=500, help_text=_("As the public can read it."))
    url = models.URLField(_("where it is published"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_retired = models.BooleanField(default=False)

    objects = Retirable.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "name"], name="house_rule_once_per_brand"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(text=""), name="house_rule_says_something"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("playbook:house_rule", args=[self.pk])
