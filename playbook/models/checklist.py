"""The reply checklist."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from playbook.models.topics import Area, Retirable, Topic


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
        return f"{reverse('playbook:checklist_item', args=[self.slug])}?brand={self.brand.slug}"

    @classmethod
    def parts_of(cls, brand: int) -> dict[str, str]:
        """What a tick of each of a brand's lines is about, by the line's slug, in the order of the list."""
        return dict(cls.objects.filter(brand=brand).values_list("slug", "part"))
