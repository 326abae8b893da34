"""What a red interaction asks for before anything may go out: holding messages, releases, and names under both."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership, Team, User
from accounts.rights import can
from interactions import checks
from interactions.models import Flag, HoldingStatement, Interaction, Release, Reply


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


@dataclass(frozen=True)
class Statement:
    """A filled holding message with the names under it."""

    statement: HoldingStatement
    names: list[User]
    lock: str

    @property
    def missing(self) -> int:
        return max(self.statement.signatures_needed - len(self.names), 0)


class Red:
    def __init__(self, interaction: Interaction, user: User, flags: list[Flag]) -> None:
        self.interaction = interaction
        self.user = user
        self._topics = [flag.topic for flag in flags if flag.withdrawn_at is None and flag.level == "red"]

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

    @cached_property
    def statements(self) -> list[Statement]:
        """Filled holding messages that still wait for names."""
        replied = Reply.objects.filter(interaction=self.interaction, kind=Reply.Kind.HOLDING).values("statement")
        rows = self.interaction.statements.filter(flag_version=self.interaction.flag_version).exclude(pk__in=replied)
        rows = rows.select_related("message", "created_by").prefetch_related("signatures__by")
        return [self._statement(row) for row in rows.order_by("-id")[:5]]

    def _statement(self, row: HoldingStatement) -> Statement:
        names = [signature.by for signature in row.signatures.all()]
        lock = "" if can(self.user, "sign_release", self.interaction.team) else self._lock_of_approvers
        return Statement(row, names, lock)

    @property
    def _lock_of_approvers(self) -> str:
        return checks.allows(checks.check_may, self.user, "approve", self.interaction)
