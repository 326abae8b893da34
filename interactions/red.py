"""What a red interaction asks for before anything may go out: holding messages, releases, and names under both."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership, Team, User
from accounts.rights import can
from interactions import checks
from interactions.models import Flag, Interaction, Release, Reply


@dataclass(frozen=True)
class Seat:
    """One team's place under a release: who may sign for it, and who has."""

    role: str
    team: Team | None
    people: list[User]
    signed_by: User | None
    may_sign: bool


@dataclass(frozen=True)
class Written:
    """A release with its seats."""

    release: Release
    seats: list[Seat]
    is_in_force: bool
    is_stale: bool

    @property
    def may_revoke(self) -> bool:
        return any(seat.may_sign or seat.signed_by for seat in self.seats)


class Red:
    def __init__(self, interaction: Interaction, user: User, flags: list[Flag]) -> None:
        self.interaction = interaction
        self.user = user
        self._topics = [flag.topic for flag in flags if flag.withdrawn_at is None and flag.level == "red"]

    @cached_property
    def _out(self) -> list[Reply]:
        """What the public has read of us here, the oldest first."""
        sent = Reply.objects.filter(interaction=self.interaction, state=Reply.State.SENT, sent_at__isnull=False)
        return list(sent.select_related("statement").order_by("sent_at", "pk"))

    @property
    def first_word_after(self) -> timedelta | None:
        """How long the public waited for our first word; None while it still waits."""
        first = self._out[0].sent_at if self._out else None
        return first - self.interaction.received_at if first else None

    @property
    def first_word_target(self) -> timedelta:
        return self.interaction.due_at - self.interaction.received_at

    @property
    def next_update_at(self) -> datetime | None:
        """By when a holding message promised more, where nothing went out after it."""
        statement = self._out[-1].statement if self._out else None
        return statement.next_update_at if statement and self.interaction.is_open else None

    @property
    def roles(self) -> list[str]:
        """The teams whose signature a release needs."""
        return sorted({role for topic in self._topics for role in topic.release_roles})

    @cached_property
    def releases(self) -> list[Written]:
        """What was written and is not over, of this interaction or standing for its topics; the newest first."""
        scope = Q(interaction=self.interaction) | Q(topic__in=[topic.pk for topic in self._topics])
        rows = Release.objects.filter(scope, revoked_at=None, expires_at__gt=timezone.now())
        rows = rows.select_related("created_by", "for_user", "topic").prefetch_related("signatures__by")
        in_force = {release.pk for release in checks.releases_in_force(self.interaction)}
        return [self._written(release, release.pk in in_force) for release in rows.order_by("-id")]

    @property
    def is_released(self) -> bool:
        return any(written.is_in_force for written in self.releases)

    def _written(self, release: Release, is_in_force: bool) -> Written:
        signed = {signature.role: signature.by for signature in release.signatures.all()}
        is_stale = bool(release.interaction_id) and release.flag_version != self.interaction.flag_version
        is_closed_to_me = is_stale or self.user in signed.values()
        seats = [self._seat(role, signed.get(role), is_closed_to_me) for role in release.needed_roles]
        return Written(release, seats, is_in_force, is_stale)

    def _seat(self, role: str, signed_by: User | None = None, is_closed_to_me: bool = True) -> Seat:
        team = self._teams.get(role)
        may_sign = team is not None and not signed_by and not is_closed_to_me and can(self.user, "sign_release", team)
        return Seat(role, team, self._signers.get(role, []), signed_by, may_sign)

    @cached_property
    def _teams(self) -> dict[str, Team]:
        return {team.slug: team for team in Team.objects.filter(brand=self.interaction.brand_id)}

    @cached_property
    def _signers(self) -> dict[str, list[User]]:
        members = Membership.objects.filter(team__in=self._teams.values(), user__is_active=True)
        signers: dict[str, list[User]] = {}
        for member in members.select_related("team", "role", "user").order_by("user__full_name"):
            if "sign_release" in member.role.team_rights:
                signers.setdefault(member.team.slug, []).append(member.user)
        return signers

    @property
    def seats_to_come(self) -> list[Seat]:
        """Who would have to sign a release of this."""
        return [self._seat(role) for role in self.roles]
