"""How a person is reached."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactMethod(models.Model):
    """An address of one person. Only a verified one is paged; without any, the address they sign in with is."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        WEBHOOK = "webhook", _("Webhook")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("how"), max_length=7, choices=Kind, default=Kind.EMAIL)
    address = models.CharField(_("address"), max_length=500)
    # Encrypted by connectors.secrets: what a webhook is signed with. Shown once, when it is made.
    secrets = models.TextField(blank=True, default="", editable=False)
    is_verified = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "address"], name="address_once_per_person"),
            models.CheckConstraint(condition=models.Q(kind__in=["email", "webhook"]), name="method_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.address}"
