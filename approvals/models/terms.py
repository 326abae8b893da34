"""What a company asks of people on probation."""

from dataclasses import asdict, fields
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from approvals.readiness import Terms

WEEKS = 3  # the house's advice until a company says otherwise
MOST_WEEKS = 26
_ASKED = Terms()


def default_codes() -> list[str]:
    return list(_ASKED.serious_codes)


class TermColumns(models.Model):
    """The columns of ``readiness.Terms``, one each: a company's, and those a probation was started under."""

    greens_wanted = models.PositiveSmallIntegerField(default=_ASKED.greens_wanted, db_default=_ASKED.greens_wanted)
    yellows_wanted = models.PositiveSmallIntegerField(default=_ASKED.yellows_wanted, db_default=_ASKED.yellows_wanted)
    clean_edit = models.PositiveSmallIntegerField(default=_ASKED.clean_edit, db_default=_ASKED.clean_edit)
    first_time_wanted = models.PositiveSmallIntegerField(
        default=_ASKED.first_time_wanted, db_default=_ASKED.first_time_wanted
    )
    serious_codes = models.JSONField(default=default_codes, blank=True)
    serious_edit = models.PositiveSmallIntegerField(default=_ASKED.serious_edit, db_default=_ASKED.serious_edit)
    serious_allowed = models.PositiveSmallIntegerField(
        default=_ASKED.serious_allowed, db_default=_ASKED.serious_allowed
    )
    serious_within = models.PositiveSmallIntegerField(default=_ASKED.serious_within, db_default=_ASKED.serious_within)
    returns_after = models.PositiveSmallIntegerField(default=_ASKED.returns_after, db_default=_ASKED.returns_after)
    returns_within = models.PositiveSmallIntegerField(default=_ASKED.returns_within, db_default=_ASKED.returns_within)

    class Meta:
        abstract = True

    @property
    def terms(self) -> Terms:
        asked = {field.name: getattr(self, field.name) for field in fields(Terms)}
        return Terms(**asked | {"serious_codes": tuple(self.serious_codes)})


def columns(terms: Terms) -> dict[str, Any]:
    """The values of ``TermColumns`` for these terms."""
    return asdict(terms) | {"serious_codes": list(terms.serious_codes)}


class ProbationRules(TermColumns):
    """A company's choice for a brand. What it was before stands in the record, under its version."""

    brand = models.OneToOneField("accounts.Brand", on_delete=models.PROTECT, related_name="probation_rules")
    weeks = models.PositiveSmallIntegerField(default=WEEKS)
    version = models.PositiveIntegerField(default=0)  # 0: nobody has changed the house's advice
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(weeks__gte=1, weeks__lte=MOST_WEEKS), name="probation_rules_weeks_are_sensible"
            ),
            models.CheckConstraint(
                condition=Q(first_time_wanted__lte=100, serious_edit__lte=100, clean_edit__lt=F("serious_edit")),
                name="probation_rules_shares_are_percent",
            ),
            models.CheckConstraint(
                condition=Q(serious_within__gte=1, returns_within__gte=1), name="probation_rules_spans_are_days"
            ),
        ]

    def __str__(self) -> str:
        return f"Probation rules of {self.brand}, version {self.version}"
