"""The sign-off policy of a brand, for those who approve by it, and for those who edit it."""

from collections import defaultdict

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from guardian.models import GroupObjectPermission

from accounts.models import Brand, Team, User
from accounts.rights import brands_with, can, check_can, teams_with
from approvals.lint import House
from approvals.models import SignOffPolicy, SignOffRule
from approvals.sentences import Names
from connectors.models import Channel
from playbook.models import Topic

Person = User | AnonymousUser


def policy_brands(person: Person) -> list[Brand]:
    """The brands whose sign-off policy this person may read: who edits the playbook there, or approves for a team."""
    approves = Q(teams__in=teams_with(person, "approve"))
    edits = Q(pk__in=brands_with(person, "edit_playbook"))
    return list(Brand.objects.filter(approves | edits, is_active=True).distinct())


def policy_brand(person: Person, slug: str | None) -> Brand:
    """The brand of this slug, or the first one. Raises Http404."""
    for brand in policy_brands(person):
        if slug in {None, "", brand.slug}:
            return brand
    raise Http404(_("There is no such brand for you."))


def editable_policy_brand(person: Person, slug: str | None) -> Brand:
    """The brand, for somebody who may edit its policy. Raises Http404, NotAllowed."""
    brand = policy_brand(person, slug)
    check_can(person, "edit_playbook", brand)
    return brand


def policy_rule(person: Person, pk: int) -> SignOffRule:
    """A rule, in force or not, for somebody who may edit it. Raises Http404 where nothing may be seen, NotAllowed."""
    brands = [brand.pk for brand in policy_brands(person)]
    rows = SignOffRule.objects.select_related("policy__brand").with_everything()
    rule = get_object_or_404(rows, pk=pk, policy__brand__in=brands)
    check_can(person, "edit_playbook", rule.policy.brand)
    return rule


def may_edit_policy(person: Person, brand: Brand) -> bool:
    return can(person, "edit_playbook", brand)


def version_of(brand: Brand) -> tuple[int, SignOffPolicy | None]:
    """The version in force, and the row behind it where the brand has written rules of its own."""
    found = SignOffPolicy.objects.filter(brand=brand).first()
    return (found.version if found else 1), found


def policy_rules(brand: Brand) -> list[SignOffRule]:
    """Everything the policy page shows: in force, retired, and taken out by one person alone."""
    rows = SignOffRule.objects.filter(Q(replaced_by=None) | Q(confirmed_by=None), policy__brand=brand)
    return list(rows.with_everything())


def names_of(brand: Brand) -> Names:
    """What the ids in the brand's rules stand for, retired things included; four queries."""
    people = User.objects.filter(memberships__team__brand=brand).distinct()
    return Names(
        teams={team.pk: team.name for team in Team.objects.filter(brand=brand)},
        topics={topic.pk: topic.name for topic in Topic.objects.filter(brand=brand)},
        channels={channel.pk: channel.name for channel in Channel.objects.filter(brand=brand)},
        people={person.pk: str(person) for person in people},
    )


def house_of(brand: Brand, names: Names) -> House:
    """The company as the rules meet it; four queries."""
    approvers = approvers_of(brand)
    return House(
        approvers={pk: frozenset(people) for pk, people in approvers.items()},
        homes=frozenset(Channel.objects.filter(brand=brand, is_active=True).values_list("team_id", flat=True)),
        topics=dict(Topic.objects.live().filter(brand=brand).values_list("pk", "level")),
        channels=frozenset(Channel.objects.filter(brand=brand, is_active=True).values_list("pk", flat=True)),
        writers=frozenset(pk for people in _holders(brand, "draft").values() for pk in people),
        names=names,
    )


def approvers_of(brand: Brand) -> dict[int, dict[int, User]]:
    """The active people, no machines, who may approve for each team of the brand; two queries."""
    return _holders(brand, "approve")


def _holders(brand: Brand, right: str) -> dict[int, dict[int, User]]:
    teams = [str(pk) for pk in Team.objects.filter(brand=brand, is_active=True).values_list("pk", flat=True)]
    held = GroupObjectPermission.objects.filter(
        permission__codename=right, content_type__model="team", object_pk__in=teams
    )
    team_of_group: dict[int, set[int]] = defaultdict(set)
    for group, team in held.values_list("group_id", "object_pk"):
        team_of_group[group].add(int(team))
    found: dict[int, dict[int, User]] = {int(team): {} for team in teams}
    people = User.objects.filter(is_active=True, is_machine=False, groups__in=team_of_group)
    for person in people.prefetch_related("groups").distinct():
        for group in person.groups.all():
            for team in team_of_group.get(group.pk, ()):
                found[team][person.pk] = person
    return found
