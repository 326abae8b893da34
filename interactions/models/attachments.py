"""Files that go along with an answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.guards import append_only
from connectors.media import NAMES, PICTURES

LONGEST_ALT = 300


@append_only()
class Attachment(models.Model):
    """A file somebody added to their answer; its bytes are kept under their hash (interactions.files)."""

    interaction = models.ForeignKey("interactions.Interaction", on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    alt = models.CharField(max_length=LONGEST_ALT, blank=True)  # what a picture shows, for those who do not see it
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(content_type__in=list(NAMES)), name="attachment_is_of_a_known_kind"),
            models.CheckConstraint(
                condition=~Q(alt="") | ~Q(content_type__in=sorted(PICTURES)), name="a_picture_says_what_it_shows"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.content_type in PICTURES


@append_only()
class Enclosed(models.Model):
    """A file of a draft, in its place. Signed with the text: see ``drafts.signed_hash``."""

    draft = models.ForeignKey("interactions.Draft", on_delete=models.PROTECT, related_name="enclosed")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["draft", "attachment"], name="a_file_is_enclosed_once")]

    def __str__(self) -> str:
        return f"{self.attachment} in {self.draft}"
