"""How a person is reached."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

WAIT_AT_MOST = 30


class Gateway(models.Model):
    """A service that carries pages to chats or phones, set up by an admin of the brand. Its address holds credentials:
    encrypted by connectors.secrets, never shown again."""

    class Kind(models.TextChoices):
        CHAT = "chat", _("Chat")
        SMS = "sms", _("SMS")

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="gateways")
    kind = models.CharField(_("what it carries"), max_length=4, choices=Kind)
    name = models.CharField(_("name"), max_length=60)
    service = models.CharField(max_length=20)  # the scheme of its address, which is no secret
    secrets = models.TextField(editable=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "name"], name="gateway_name_once_per_brand"),
            models.CheckConstraint(condition=models.Q(kind__in=["chat", "sms"]), name="gateway_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.name


class QuietHours(models.Model):
    """When a person is left alone by what can wait, in their own time zone. Red that pages at once breaks through."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quiet_hours")
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("until"))

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~models.Q(starts_at=models.F("ends_at")), name="quiet_hours_have_a_length")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.starts_at:%H:%M} to {self.ends_at:%H:%M}"


class ContactMethod(models.Model):
    """An address of one person. Only a verified one is paged; without any, the address they sign in with is."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        WEBHOOK = "webhook", _("Webhook")
        PUSH = "push", _("This device")
        CHAT = "chat", _("Chat")
        SMS = "sms", _("SMS")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("how"), max_length=7, choices=Kind, default=Kind.EMAIL)
    address = models.CharField(_("address"), max_length=500)
    # Encrypted by connectors.secrets: what a webhook is signed with. Shown once, when it is made.
    secrets = models.TextField(blank=True, default="", editable=False)
    # Of chat and SMS: the service that carries it there.
    gateway = models.ForeignKey("oncall.Gateway", on_delete=models.PROTECT, null=True, related_name="methods")
    wait_for = models.PositiveSmallIntegerField(
        _("use it after, in minutes"), default=0, db_default=0, validators=[MaxValueValidator(WAIT_AT_MOST)]
    )
    is_verified = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "address"], name="address_once_per_person"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["email", "webhook", "push", "chat", "sms"]), name="method_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["chat", "sms"], gateway__isnull=False)
                | ~models.Q(kind__in=["chat", "sms"]) & models.Q(gateway=None),
                name="chat_and_sms_have_a_gateway",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.shown}"

    @property
    def shown(self) -> str:
        """The address as its owner reads it. What a push service gave is no address for people."""
        return urlsplit(self.address).netloc if self.kind == self.Kind.PUSH else self.address

    @property
    def mark(self) -> str:
        """By which a browser knows that this is its own subscription, without reading its address."""
        return hashlib.sha256(self.address.encode()).hexdigest() if self.kind == self.Kind.PUSH else ""


class PushKey(models.Model):
    """The one key by which push services know this installation. Its private part is encrypted by
    connectors.secrets; without it every device has to be added again."""

    number = models.PositiveSmallIntegerField(primary_key=True, default=1)
    public = models.CharField(max_length=100)
    secrets = models.TextField(editable=False)
    made_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(number=1), name="one_push_key")]

    def __str__(self) -> str:
        return self.public
