"""Versions of the words we may use, and what was decided on each. Both are written once and never change."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.guards import append_only

if TYPE_CHECKING:
    from playbook.models.library import Words


@append_only()
class Wording(models.Model):
    """One version of a template's or a holding message's text, as somebody proposed it.

    ``author`` is nobody where the product brought it: shipped texts, and those of before versions were kept.
    """

    template = models.ForeignKey(
        "playbook.ResponseTemplate", on_delete=models.PROTECT, null=True, related_name="wordings", db_index=False
    )
    message = models.ForeignKey(
        "playbook.HoldingMessage", on_delete=models.PROTECT, null=True, related_name="wordings", db_index=False
    )
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=5000)
    note = models.CharField(max_length=200, blank=True)  # what is new, in the author's words
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(template__isnull=False, message=None) | Q(template=None, message__isnull=False),
                name="wording_of_one_thing",
            ),
            models.UniqueConstraint(fields=["template", "number"], name="template_wordings_number_once"),
            models.UniqueConstraint(fields=["message", "number"], name="holding_wordings_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0) & ~Q(text=""), name="wording_says_something"),
        ]

    def __str__(self) -> str:
        return f"v{self.number} of {self.words}"

    @property
    def words(self) -> "Words":
        """The template or holding message that it is a version of."""
        return self.template or self.message  # type: ignore[return-value]  # the database knows: one of the two

    @staticmethod
    def place(words: "Words") -> dict[str, Any]:
        """The fields that say whose version it is."""
        return {"template" if words._meta.model_name == "responsetemplate" else "message": words}


@append_only()
class WordingDecision(models.Model):
    """One person's yes or no to a version. A no carries its reason, unless the author takes the proposal back."""

    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_approval = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["wording", "by"], name="one_decision_of_one_person"),
            models.CheckConstraint(
                condition=Q(is_approval=False) | Q(author=None) | ~Q(by=F("author")), name="nobody_approves_their_words"
            ),
            models.CheckConstraint(
                condition=Q(is_approval=True) | ~Q(reason="") | Q(author__isnull=False, by=F("author")),
                name="a_no_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} on {self.wording}"
