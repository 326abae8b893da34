"""People, brands and teams. All of them are deactivated, never deleted: the record points at them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

from accounts.hours import Hours
from accounts.notice_kinds import ByMail, Group


class People(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **facts: Any) -> User:
        """A person who signs in with this e-mail address. Without a password only a passkey or a reset lets them in."""
        if not email:
            raise ValueError("A person needs an e-mail address to sign in with.")
        user = self.model(email=self.normalize_email(email).lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **facts: Any) -> User:
        """An operator of the Django admin. It gives no right on any brand: those come from memberships alone."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **facts)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the system says")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # knox has no types
    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("name"), max_length=120)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    language = models.CharField(_("language"), max_length=12, default="en")
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    has_key_shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)
    theme = models.CharField(_("theme"), max_length=10, choices=Theme.choices, default=Theme.SYSTEM)
    is_machine = models.BooleanField(
        default=False, help_text=_("A bot or an integration. It may send in and draft, never approve or post.")
    )
    is_staff = models.BooleanField(default=False, help_text=_("May open the operators' admin."))
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = People()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def short_name(self) -> str:
        return self.full_name.split(" ")[0] if self.full_name else self.email.split("@")[0]

    @property
    def initials(self) -> str:
        words = self.full_name.split() or [self.email]
        return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()


class Brand(models.Model):
    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=120)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    language = models.CharField(_("language"), max_length=12, default="en")
    is_active = models.BooleanField(default=True)
    # As accounts.hours.Hours writes them; empty: always open.
    business_hours = models.JSONField(default=dict, blank=True, db_default=models.Value({}, models.JSONField()))

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        permissions = [
            ("see_brand", "See the brand, its playbook and its people"),
            ("edit_playbook", "Edit topics, rules, plans, templates and checklists"),
            ("manage_people", "Put people on teams and on probation"),
            ("manage_channels", "Connect and pause channels"),
            ("manage_oncall", "Edit schedules and escalation policies"),
            ("stop_posting", "Stop what goes out, and let it out again"),
            ("read_record", "Read and export the record"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def hours(self) -> Hours:
        """When somebody is expected to be at work."""
        return Hours.of(self.business_hours, self.time_zone)


class Team(models.Model):
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="teams")
    slug = models.SlugField()
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["brand", "slug"], name="team_slug_once_per_brand")]
        permissions = [
            ("see", "See the team's interactions"),
            ("note", "Write internal notes"),
            ("flag", "Flag, raise, reopen"),
            ("draft", "Draft a reply"),
            ("assign", "Assign to people and teams"),
            ("close", "Close without an answer"),
            ("approve", "Approve and return drafts"),
            ("acknowledge", "Acknowledge and hand over a red flag"),
            ("sign_release", "Sign what may go out on a red flag"),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A named bundle of rights. Its rows come from ``accounts/roles.toml`` through ``sync_roles``."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    team_rights = models.JSONField(default=list)
    brand_rights = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="memberships")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "user", "role"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user}, {self.role} of {self.team}"


class ApiToken(AbstractAuthToken):  # type: ignore[misc]
    """A key to the API with what it may do. Its user's rights bound it further."""

    class Scope(models.TextChoices):
        INGEST = "ingest", _("Send messages in")
        READ = "read", _("Read interactions")
        DRAFT = "draft", _("Write drafts")
        REVIEW = "review", _("Sign drafts or return them")

    name = models.CharField(max_length=80)
    scopes = models.JSONField(default=list)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class NoticeChoice(models.Model):
    """That a person wants one group of notices by e-mail too. No row: they only stand under the bell."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notice_choices")
    group = models.CharField(max_length=20, choices=Group.choices)
    by_mail = models.CharField(max_length=10, choices=ByMail.choices)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "group"], name="notice_choice_once"),
            models.CheckConstraint(condition=models.Q(by_mail__in=ByMail.values), name="notice_choice_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.group} {self.by_mail}"


class Notice(models.Model):
    """One line for one person. It is no event of the record: it changes no case, it points at one that changed.

    ``text`` is our own sentence and names colleagues at most, never a member of the public nor their words: erasing a
    person does not look here. The row is also the outbox of its e-mail: ``mail_due_at`` is when to send it, while it
    is being sent the end of the lease, and empty when nothing is to be sent.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    key = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    mail_due_at = models.DateTimeField(null=True)
    mail_lease = models.UUIDField(null=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notice_told_once"),
            models.CheckConstraint(
                condition=models.Q(url__startswith="/")
                & ~models.Q(url__startswith="//")
                & ~models.Q(url__startswith="/\\"),
                name="notice_stays_here",
            ),
            models.CheckConstraint(condition=~models.Q(text="") & ~models.Q(key=""), name="notice_says_something"),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_of_user"),
            models.Index(fields=["user"], name="notice_unread", condition=models.Q(read_at=None)),
            models.Index(fields=["read_at"], name="notice_read", condition=models.Q(read_at__isnull=False)),
            models.Index(fields=["mail_due_at"], name="notice_mail", condition=models.Q(mail_due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.text
