"""What was decided on each draft, by whom and why."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.guards import append_only


class Verdict(models.TextChoices):
    APPROVE = "approve", _("Approved")
    EDIT = "edit", _("Edited")
    RETURN = "return", _("Returned")


class ReasonCode(models.TextChoices):
    """Why a draft goes back. Counted, they say what an author still has to learn."""

    APOLOGY = "apology", _("Passive apology")
    PROMISE = "promise", _("Promise not ours to keep")
    ELSEWHERE = "elsewhere", _("Sends people elsewhere")
    PERSONAL = "personal", _("Personal details in public")
    FACTS = "facts", _("Facts are wrong or missing")
    TONE = "tone", _("Tone")
    SPELLING = "spelling", _("Spelling or grammar")
    OTHER = "other", _("Something else")


@append_only()
class Review(models.Model):
    """One person's decision on one draft. ``edit`` says that they wrote the next version themselves."""

    draft = models.ForeignKey("interactions.Draft", on_delete=models.PROTECT, related_name="reviews")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The case as it was then: what is moved or flagged anew later changes nobody's figures.
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    level = models.CharField(max_length=6, blank=True, db_default="")
    is_first = models.BooleanField(default=False, db_default=False)  # the author's first text on the case to be judged
    verdict = models.CharField(max_length=7, choices=Verdict)
    reason_code = models.CharField(max_length=10, choices=ReasonCode, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    edit_share = models.FloatField(null=True)  # of an edit: how much of the text changed, 0.0 to 1.0
    created_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["author", "-created_at"], name="reviews_of_author_by_day"),
            models.Index(fields=["team", "-created_at"], name="returns_of_team_by_day", condition=Q(verdict="return")),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(by=F("author")), name="nobody_reviews_their_own_draft"),
            models.CheckConstraint(
                condition=~Q(verdict="return") | ~Q(reason_code="") & ~Q(note=""), name="returned_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(verdict="edit", edit_share__isnull=False) | ~Q(verdict="edit") & Q(edit_share=None),
                name="an_edit_says_how_much",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values) & Q(reason_code__in=["", *ReasonCode.values]),
                name="review_is_one_of_three",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.draft}"

    @property
    def edit_percent(self) -> int | None:
        return None if self.edit_share is None else round(self.edit_share * 100)
