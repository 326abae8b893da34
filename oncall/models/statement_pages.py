"""A page for the public that is written before it is needed, and seen by nobody until two people switch it on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.guards import append_only


class StatementPage(models.Model):
    """The words that stand ready. Changing them changes nothing that the public reads: see ``Showing``."""

    brand = models.ForeignKey("accounts.Brand", on_delete=models.PROTECT, related_name="statement_pages")
    name = models.CharField(_("what we call it"), max_length=80)
    address = models.SlugField(_("address"), max_length=60, unique=True)
    heading = models.CharField(_("heading"), max_length=160)
    text = models.TextField(_("what it says"), max_length=5000)
    contact = models.TextField(_("where people turn"), max_length=1000, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    is_retired = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "name"], name="statement_page_once_per_brand"),
            models.CheckConstraint(
                condition=~Q(heading="") & ~Q(text="") & ~Q(address=""), name="statement_page_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def public_path(self) -> str:
        """Where the public finds it while it is on."""
        return reverse("statement_page", args=[self.address])


class Showings(models.QuerySet["Showing"]):
    def on(self) -> Showings:
        """What the public can read now."""
        return self.filter(approved_at__isnull=False, ended_at=None)

    def standing(self) -> Showings:
        """On, or waiting for the second person."""
        return self.filter(ended_at=None)


@append_only(set_once=("approved_by_id", "approved_at", "ended_by_id", "ended_at"))
class Showing(models.Model):
    """A page is asked to be switched on for a crisis, and is by another person: with the words as they stood when it
    was asked, which are the ones that person reads and the public gets."""

    page = models.ForeignKey(StatementPage, on_delete=models.PROTECT, related_name="showings")
    incident = models.ForeignKey("oncall.Incident", on_delete=models.PROTECT, related_name="showings")
    heading = models.CharField(max_length=160)
    text = models.TextField()
    contact = models.TextField(blank=True)
    text_hash = models.CharField(max_length=64)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    approved_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)

    objects = Showings.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["page"], condition=Q(ended_at=None), name="a_page_is_shown_once"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")) & ~Q(approved_by=F("written_by")),
                name="nobody_shows_a_page_alone",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="a_page_is_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None, ended_at=None) | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="a_page_is_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.page)

    @property
    def hands(self) -> set[Any]:
        """Who had a hand in it, and does not switch it on."""
        return {self.written_by, self.asked_by}

    @property
    def public_url(self) -> str:
        return f"{settings.SITE_URL}{self.page.public_path}"

    @property
    def is_on(self) -> bool:
        return self.approved_at is not None and self.ended_at is None

    @property
    def is_waiting(self) -> bool:
        return self.approved_at is None and self.ended_at is None
