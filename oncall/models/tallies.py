"""How much came in, counted by quarters of an hour: what a spike is measured against. Kept for the screens and the
detector, not for the record."""

from django.db import models


class Tally(models.Model):
    """What came to one channel about one topic in a quarter of an hour; ``negative`` of them were yellow or red."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.ForeignKey("connectors.Channel", on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.ForeignKey("playbook.Topic", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    quarter_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    negative = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["quarter_at", "channel", "topic"], name="a_quarter_is_tallied_once"),
            models.UniqueConstraint(
                fields=["quarter_at", "channel"], name="a_quarter_without_topic_too", condition=models.Q(topic=None)
            ),
            models.CheckConstraint(
                condition=models.Q(negative__lte=models.F("count")), name="no_more_negative_than_there_are"
            ),
        ]
        indexes = [models.Index(fields=["channel", "quarter_at"], name="tally_of_channel")]

    def __str__(self) -> str:
        return f"{self.count} at {self.quarter_at}"


class TallyMark(models.Model):
    """Where counting stands: messages up to this id were there when this quarter of an hour began."""

    quarter_at = models.DateTimeField(unique=True)
    after_id = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.quarter_at)
