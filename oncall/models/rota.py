"""Who is on call when: a schedule, its layers, and the people who take turns in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Schedule(models.Model):
    """A role that somebody fills at any time, such as “Comms primary”. Hand-offs are in its own time zone."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="schedules")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="schedules")
    name = models.CharField(_("name"), max_length=80)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    # Whoever is on call carries it; empty where each is reached by their own ways alone.
    phone = models.CharField(_("phone of the turn"), max_length=40, blank=True, db_default="")
    required = models.JSONField(default=list)  # hours in which somebody has to be on call; none: always

    class Meta:
        default_permissions = ()
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="schedule_name_once_per_brand")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("oncall:schedule", args=[self.pk])


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Layer(models.Model):
    """People taking turns. Of several layers the one with the lowest priority number that has somebody wins. One that
    has an ``OutsideCalendar`` takes its turns from there and none of its own."""

    class Unit(models.TextChoices):
        HOUR = "hour", _("hours")
        DAY = "day", _("days")
        WEEK = "week", _("weeks")
        MONTH = "month", _("months")

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="layers")
    priority = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("name"), max_length=60, blank=True, db_default="")
    starts_on = models.DateField(_("from"))
    hands_off_on = models.PositiveSmallIntegerField(_("hand-off on"), choices=Weekday, default=Weekday.MONDAY)
    hands_off_at = models.TimeField(_("hand-off at"))
    rotates_every = models.PositiveSmallIntegerField(_("a shift lasts"), default=7)
    unit = models.CharField(max_length=5, choices=Unit, default=Unit.DAY, db_default=Unit.DAY.value)
    hours = models.JSONField(default=list)  # the only hours in which it names anybody; none: always

    class Meta:
        default_permissions = ()
        ordering = ["priority"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "priority"], name="layer_priority_once_per_schedule"),
            models.CheckConstraint(condition=Q(rotates_every__gte=1), name="layer_rotates"),
            models.CheckConstraint(condition=Q(hands_off_on__lte=6), name="layer_weekday_is_one_of_seven"),
            models.CheckConstraint(condition=Q(unit__in=["hour", "day", "week", "month"]), name="layer_unit_is_known"),
        ]

    def __str__(self) -> str:
        return self.name or _("Layer %(number)d") % {"number": self.priority}


class Participant(models.Model):
    """A person's turn in a layer. The same person may take several turns."""

    layer = models.ForeignKey(Layer, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["layer", "position"], name="one_person_a_turn")]

    def __str__(self) -> str:
        return f"{self.user}, turn {self.position}"
