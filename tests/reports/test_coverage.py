"""What the plan leaves open, topic by topic; teams that are missing; and how ready a crisis finds a brand."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from oncall.models import EscalationPolicy
from playbook.models import HoldingMessage, Plan, ResponseTemplate, Topic
from reports.coverage import Coverage
from tests.cast import Cast
from tests.playbook.mapped import with_map

pytestmark = pytest.mark.django_db


def row(cast: Cast, slug: str) -> dict[str, bool]:
    found = next(row for row in Coverage(cast.brand).rows if row.topic.slug == slug)
    return dict(found.answers)


def test_each_hole_is_named_and_closes_when_it_is_filled(cast: Cast) -> None:
    assert not any(row.has_all for row in Coverage(cast.brand).rows)
    topic = cast.topics["baggage"]
    assert row(cast, "baggage") == {
        "Plan": False,
        "Owner": True,
        "Template": False,
        "Time limit": True,
        "On-call route": True,
        "On the map": False,
    }
    with_map(cast)
    Plan.objects.create(topic=topic, complaint="x", public_answer="x", internal_actions=["x"])
    cast.template.topics.set([topic])
    assert all(row(cast, "baggage").values())
    Topic.objects.filter(pk=topic.pk).update(reply_within=0, owner_team=None)
    assert [what for what, fine in row(cast, "baggage").items() if not fine] == ["Owner", "Time limit"]


def test_red_needs_a_holding_message_and_somebody_who_is_paged(cast: Cast) -> None:
    with_map(cast)
    assert not row(cast, "hacking")["On-call route"]
    policy = EscalationPolicy.objects.create(brand=cast.brand, name="Security")
    policy.topics.set([cast.topics["hacking"]])
    assert not row(cast, "hacking")["On-call route"], "a policy without a step pages nobody"
    policy.steps.create(number=1, wait_for=5, person=cast.priya)
    assert row(cast, "hacking")["On-call route"]
    assert not row(cast, "hacking")["Template"]
    cast.holding.topics.set([cast.topics["hacking"]])
    assert row(cast, "hacking")["Template"]
    HoldingMessage.objects.update(is_retired=True)
    ResponseTemplate.objects.update(is_retired=True)
    assert not row(cast, "hacking")["Template"]


def test_teams_that_are_named_and_empty_are_missing(cast: Cast) -> None:
    with_map(cast)
    assert Coverage(cast.brand).missing_teams == ["Nobody is in Security."]
    Membership.objects.filter(team=cast.teams["legal"]).delete()
    assert "Nobody is in Legal and privacy." in Coverage(cast.brand).missing_teams
    Topic.objects.filter(slug="hacking").update(release_roles=["moon", "legal"])
    assert "moon is not there." in Coverage(cast.brand).missing_teams


def test_the_page_costs_the_same_however_many_topics(cast: Cast, client: Client, django_assert_max_num_queries) -> None:
    with_map(cast)
    for number in range(30):
        Topic.objects.create(brand=cast.brand, slug=f"t{number}", name=f"Topic {number}", level="green", area="care")
    client.force_login(cast.jonas)
    client.get(reverse("reports:coverage"))
    with django_assert_max_num_queries(46):
        page = client.get(reverse("reports:coverage") + "?brand=tern-air").content.decode()
    for said in ("Topic 29", "missing", "Ready for a crisis?", "Nobody is in Security."):
        assert said in page, said
    client.force_login(cast.nora)
    assert client.get(reverse("reports:coverage") + "?brand=tern-air").status_code == 404
