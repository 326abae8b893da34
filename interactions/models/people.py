"""Who writes to the brand, and the threads they write in."""

from django.db import models


class Contact(models.Model):
    """A member of the public on one network, with the reach facts last seen."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="+", db_index=False)
    network = models.CharField(max_length=40)
    remote_id = models.CharField(max_length=255)
    handle = models.CharField(max_length=255, blank=True)
    name = models.CharField(max_length=255, blank=True)
    followers = models.PositiveIntegerField(null=True)
    is_verified = models.BooleanField(default=False)
    is_press = models.BooleanField(default=False)
    is_employee = models.BooleanField(default=False)
    is_influencer = models.BooleanField(default=False)
    is_vip = models.BooleanField(default=False, db_default=False)  # said by us, never by a network
    facts = models.JSONField(default=dict, blank=True)  # bookings, tiers: nothing of one trade is hard-coded
    first_seen_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["brand", "network", "remote_id"], name="contact_once")]
        indexes = [models.Index(fields=["brand", "handle"], name="contact_by_handle")]

    def __str__(self) -> str:
        return self.name or self.handle or self.remote_id

    @property
    def initials(self) -> str:
        words = str(self).replace("@", "").replace("_", " ").split() or ["?"]
        return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()


class Conversation(models.Model):
    """Interactions of one thread. ``key`` is the network's thread id, or the remote id its messages hang from."""

    channel = models.ForeignKey("connectors.Channel", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=255)
    started_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="conversation_once")]

    def __str__(self) -> str:
        return self.key
