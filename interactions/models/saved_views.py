"""A saved view: a search or a narrowed queue under a name, for oneself or for a team."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

MOST = 20  # of one person, and shared with one team: a rail that is longer is read by nobody
LONGEST_QUERY = 3_000


class SavedView(models.Model):
    """``query``: as it stands in an address. ``slot`` and ``team_slot`` number what a person, and a team, has."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=LONGEST_QUERY)
    slot = models.PositiveSmallIntegerField()
    team_slot = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["owner", "slot"], name="saved_view_slot_of_person"),
            models.UniqueConstraint(fields=["team", "team_slot"], name="saved_view_slot_of_team"),
            models.UniqueConstraint("owner", Lower("name"), name="saved_view_named_once"),
            models.CheckConstraint(
                condition=Q(slot__gte=1, slot__lte=MOST)
                & (Q(team_slot__isnull=True) | Q(team_slot__gte=1, team_slot__lte=MOST)),
                name="saved_views_are_few",
            ),
            models.CheckConstraint(
                condition=Q(team__isnull=True, team_slot__isnull=True) | Q(team__isnull=False, team_slot__isnull=False),
                name="saved_view_is_shared_in_a_slot",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(query=""), name="saved_view_says_something"),
        ]

    def __str__(self) -> str:
        return self.name
