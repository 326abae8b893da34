"""What changes people, brands, teams and keys. Each change is recorded through the port below: the record is a room
above."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.hours import MOST_CLOSED_DAYS, Hours
from accounts.models import ApiToken, Brand, Membership, Notice, NoticeChoice, Role, Team, User
from accounts.notice_kinds import kinds_of
from accounts.ports import Port
from accounts.refusals import Invalid
from accounts.rights import check_can
from accounts.sync import sync_team

PREFERENCES = {"full_name", "time_zone", "language", "theme", "has_key_shortcuts"}
recorded: Port[..., Any] = Port("accounts.recorded")


@transaction.atomic
def create_brand(*, by: Actor, slug: str, name: str, time_zone: str = "UTC", language: str = "en") -> Brand:
    """A brand without teams yet. Raises IntegrityError when the slug is taken."""
    brand = Brand.objects.create(slug=slug, name=name, time_zone=time_zone, language=language)
    recorded("accounts.brand_created", by=by, subject=brand, brand=brand, details={"name": name})
    return brand


@transaction.atomic
def change_business_hours(*, by: User, brand: Brand, hours: Hours) -> Brand:
    """When this brand's people are expected at work. What was counted before stays counted. The same hours again
    change and record nothing. Raises NotAllowed, Invalid for more closed days than anybody keeps."""
    check_can(by, "manage_people", brand)
    if len(hours.closed) > MOST_CLOSED_DAYS:
        raise Invalid(_("That is more closed days than a year has. Leave out those that are over."))
    locked = Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
    before, after = locked.business_hours, hours.as_written()
    if before != after:
        locked.business_hours = after
        locked.save(update_fields=["business_hours"])
        changed = {"before": before, "after": after}
        recorded("accounts.business_hours_changed", by=by, subject=locked, brand=locked, details=changed)
    return locked


@transaction.atomic
def create_team(*, by: Actor, brand: Brand, slug: str, name: str) -> Team:
    """A team of this brand, with its groups."""
    team = Team.objects.create(brand=brand, slug=slug, name=name)
    sync_team(team)
    recorded("accounts.team_created", by=by, subject=team, brand=brand, details={"name": name})
    return team


@transaction.atomic
def join_team(*, by: Actor, team: Team, user: User, role: Role) -> Membership:
    """Give a person a role on a team; doing it twice changes and records nothing."""
    membership, is_new = Membership.objects.get_or_create(team=team, user=user, role=role)
    if is_new:
        sync_team(team)
        facts = {"user": user.pk, "team": team.pk, "role": role.slug}
        recorded("accounts.team_joined", by=by, subject=user, brand=team.brand, facts=facts)
    return membership


@transaction.atomic
def leave_team(*, by: Actor, team: Team, user: User, role: Role) -> None:
    """Take the role away; what the person was assigned is re-queued by whoever hears of it."""
    if Membership.objects.filter(team=team, user=user, role=role).delete()[0]:
        sync_team(team)
        facts = {"user": user.pk, "team": team.pk, "role": role.slug}
        recorded("accounts.team_left", by=by, subject=user, brand=team.brand, facts=facts)


@transaction.atomic
def create_token(*, by: Actor, user: User, name: str, scopes: Sequence[str]) -> str:
    """A key to the API that acts as this user within these scopes. Its text is returned once and kept nowhere."""
    token, text = ApiToken.objects.create(user, name=name, scopes=sorted(set(scopes)))
    recorded(
        "accounts.token_created",
        by=by,
        subject=user,
        brand=None,
        facts={"scopes": token.scopes},
        details={"name": name},
    )
    return str(text)


@transaction.atomic
def change_preferences(*, by: User, changes: Mapping[str, Any], by_mail: Mapping[str, str] | None = None) -> None:
    """Keep what a person decides for themselves: some of PREFERENCES, and by group how they want notices by e-mail,
    empty for not at all. What stays as it was is not recorded. Raises ValueError for a field that is nobody's to
    choose."""
    if foreign := set(changes) - PREFERENCES:
        raise ValueError(f"These are no preferences: {sorted(foreign)}.")
    user = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    moved = {name: value for name, value in changes.items() if getattr(user, name) != value}
    User.objects.filter(pk=user.pk).update(**moved)
    moved_groups = _change_mail(user, by_mail or {})
    if moved or moved_groups:
        details = {"was": user.full_name, "is": moved["full_name"]} if "full_name" in moved else {}
        facts = {"changed": sorted([*moved, *moved_groups])}
        recorded("accounts.preferences_changed", by=by, subject=user, brand=None, facts=facts, details=details)


def _change_mail(user: User, by_mail: Mapping[str, str]) -> list[str]:
    """The groups that changed. An e-mail that was due and is no longer wanted does not go out."""
    before = dict(NoticeChoice.objects.filter(user=user).values_list("group", "by_mail"))
    moved = [group for group, wanted in by_mail.items() if before.get(group, "") != wanted]
    NoticeChoice.objects.filter(user=user, group__in=moved).delete()
    kept = {group: by_mail[group] for group in moved if by_mail[group]}
    NoticeChoice.objects.bulk_create(NoticeChoice(user=user, group=group, by_mail=how) for group, how in kept.items())
    unwanted = [kind for group in moved if group not in kept for kind in kinds_of(group)]
    Notice.objects.filter(user=user, kind__in=unwanted).exclude(mail_due_at=None).update(mail_due_at=None)
    return moved
