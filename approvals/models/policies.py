"""The sign-off policy of a brand as its people write it: rules with conditions, and whom each one asks."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.policy import EVERYBODY, OWN_TEAM, Ask, Rule


class SignOffPolicy(models.Model):
    """Its version rises in the transaction of every edit; each approval keeps the one it rests on. Version 1 are the
    rules the product ships with; the first edit makes them rows."""

    brand = models.OneToOneField("accounts.Brand", on_delete=models.PROTECT, related_name="sign_off_policy")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        verbose_name_plural = "sign-off policies"

    def __str__(self) -> str:
        return f"{self.brand} v{self.version}"


class SignOffRules(models.QuerySet["SignOffRule"]):
    def listed(self) -> Self:
        """In force or retired, without the wordings that another one replaced."""
        return self.filter(replaced_by=None)

    def alone(self) -> Self:
        """Taken out of force by one person; nobody else has confirmed it."""
        return self.filter(taken_out_by__isnull=False, confirmed_by=None)

    def counting(self) -> Self:
        """In force, or still holding for whoever took them out alone."""
        return self.filter(Q(is_active=True) | Q(taken_out_by__isnull=False, confirmed_by=None))

    def with_everything(self) -> Self:
        """With all that a rule names; five queries together."""
        return self.select_related("taken_out_by").prefetch_related("steps__team", "topics", "channels", "authors")


class SignOffRule(models.Model):
    """One sentence of the policy. What is left empty does not matter to it.

    A rule's conditions never change: an edit puts another row in its place. A row that was taken out of force, by an
    edit or by retiring it, goes on holding for the texts of whoever took it out until another person confirms that.
    """

    policy = models.ForeignKey(SignOffPolicy, on_delete=models.PROTECT, related_name="rules")
    name = models.CharField(
        _("name"), max_length=160, blank=True,
        help_text=_("Authors and reviewers read it as the reason for a sign-off. Empty: the rule itself, in words."),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    levels = models.JSONField(_("flags"), default=list, blank=True)
    topics = models.ManyToManyField("playbook.Topic", blank=True, related_name="+", verbose_name=_("topics"))
    channels = models.ManyToManyField("connectors.Channel", blank=True, related_name="+", verbose_name=_("channels"))
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("written by")
    )
    contacts = models.JSONField(_("the person answered is"), default=list, blank=True)
    min_followers = models.PositiveIntegerField(_("with at least this many followers"), default=0)
    is_public = models.BooleanField(_("where it appears"), null=True, blank=True)
    over_departure = models.PositiveSmallIntegerField(
        _("a template changed by more than"), null=True, blank=True, help_text=_("In percent.")
    )
    over_amount = models.DecimalField(
        _("a promised sum above"), max_digits=12, decimal_places=2, null=True, blank=True,
        help_text=_("In any currency."),
    )  # fmt: skip
    spared_up_to = models.PositiveSmallIntegerField(
        _("not for an approved template changed by at most"), null=True, blank=True, help_text=_("In percent.")
    )
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    taken_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = SignOffRules.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_active=True, taken_out_by=None, replaced_by=None)
                | Q(is_active=False, taken_out_by__isnull=False),
                name="rule_out_of_force_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(taken_out_by__isnull=False) & ~Q(confirmed_by=F("taken_out_by")),
                name="nobody_confirms_their_own_change",
            ),
            models.CheckConstraint(
                condition=Q(over_departure=None) | Q(over_departure__lte=100), name="departure_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(spared_up_to=None) | Q(spared_up_to__lte=100), name="spared_share_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"rule {self.pk}"

    def as_rule(self) -> Rule:
        """The same for the pure policy; asks for four relations that the caller has prefetched."""
        return Rule(
            name=self.name,
            asks=tuple(step.as_ask() for step in self.steps.all()),
            levels=frozenset(self.levels),
            topics=_ids(self.topics),
            channels=_ids(self.channels),
            authors=_ids(self.authors),
            contacts=frozenset(self.contacts),
            min_followers=self.min_followers,
            is_public=self.is_public,
            over_departure=_share(self.over_departure),
            over_amount=self.over_amount,
            spared_up_to=_share(self.spared_up_to),
            taken_out_by=self.taken_out_by_id or 0,
        )


class SignOffStep(models.Model):
    """Whom a rule asks: so many people who may approve for a team, or all of them."""

    rule = models.ForeignKey(SignOffRule, on_delete=models.CASCADE, related_name="steps")
    team = models.ForeignKey(
        "accounts.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team"),
        help_text=_("Empty: the team of the conversation."),
    )  # fmt: skip
    needed = models.PositiveSmallIntegerField(_("names"), default=1)
    is_everybody = models.BooleanField(_("everybody of the team"), default=False)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "team"], name="a_rule_asks_a_team_once"),
            models.UniqueConstraint(
                fields=["rule"], name="a_rule_asks_the_own_team_once", condition=Q(team__isnull=True)
            ),
            models.CheckConstraint(condition=Q(needed__gte=1, needed__lte=5), name="a_step_asks_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.needed} of {self.team or 'the own team'}"

    def as_ask(self) -> Ask:
        return Ask(self.team_id or OWN_TEAM, EVERYBODY if self.is_everybody else self.needed)


def _ids(related: Any) -> frozenset[int]:
    return frozenset(row.pk for row in related.all())


def _share(percent: int | None) -> float | None:
    return None if percent is None else percent / 100
