"""What lifts a hold: a decision that says what may go out, until when, signed by every team the topic names."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.guards import append_only


class Release(models.Model):
    """Written for an interaction, an incident or a topic. In force from its last signature to its end, or revoked."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+", db_index=False)
    interaction = models.ForeignKey(
        "interactions.Interaction", on_delete=models.PROTECT, null=True, related_name="releases"
    )
    topic = models.ForeignKey("playbook.Topic", on_delete=models.PROTECT, null=True, related_name="releases")
    incident = models.PositiveBigIntegerField(null=True)
    # Of an incident: the red topics it was decided for, by their ids.
    topics = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    says = models.TextField()  # what may go out
    for_user = models.ForeignKey(  # by whom; null: by anyone who may draft there
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    needed_roles = models.JSONField(default=list)
    flag_version = models.PositiveIntegerField(default=0)  # of the interaction, as it was decided on
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    effective_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(interaction__isnull=False, incident__isnull=True, topic__isnull=True)
                | Q(interaction__isnull=True, incident__isnull=False, topic__isnull=True)
                | Q(interaction__isnull=True, incident__isnull=True, topic__isnull=False),
                name="release_has_one_scope",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="release_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(says=""), name="release_says_what_may_go_out"),
        ]
        indexes = [models.Index(fields=["incident"], name="release_of_incident", condition=Q(incident__isnull=False))]

    def __str__(self) -> str:
        return f"Release {self.pk}"


@append_only()
class ReleaseSignature(models.Model):
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="signatures")
    role = models.SlugField()  # the team signed for
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    signed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["release", "role"], name="one_signature_per_role"),
            models.UniqueConstraint(fields=["release", "by"], name="one_person_signs_one_role"),
        ]

    def __str__(self) -> str:
        return f"{self.by} for {self.role}"
