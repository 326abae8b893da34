"""A life or a crime at stake: no words made before, whom to call from here, and each step written down."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.refusals import Invalid, NotAllowed
from audit.models import Event
from interactions import actions
from interactions.models import Interaction, SafetyStep
from interactions.safety import Safety, country_of
from playbook.content.reading import read
from playbook.loading import load
from playbook.models import CrisisContact, Topic
from tests.cast import SYSTEM, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def danger(cast: Cast) -> Interaction:
    Topic.objects.filter(slug="hacking").update(is_life_safety=True)
    for kind, name, country in (
        ("crisis_line", "Samaritans", "GB"),
        ("police", "Police", "GB"),
        ("crisis_line", "TelefonSeelsorge", "DE"),
        ("platform", "Harbour’s safety team", ""),
    ):
        CrisisContact.objects.create(brand=cast.brand, kind=kind, name=name, country=country, phone="116 123")
    return cast.flagged("hacking", "I can not go on", language="en-GB")


def released(cast: Cast, red: Interaction) -> Interaction:
    until = timezone.now() + timedelta(hours=1)
    written = actions.release(red, by=cast.priya, says="One private answer", expires_at=until)
    actions.sign_release(written, role="communications", by=cast.tomas)
    actions.sign_release(written, role="legal", by=cast.ruth)
    return red


def page(cast: Cast, row: Interaction, name: str = "amara", more: str = "") -> str:
    client = Client()
    client.force_login(getattr(cast, name))
    return " ".join(client.get(f"/inbox/{row.pk}/{more}").content.decode().split())


def test_no_template_is_offered_or_taken_not_even_with_a_release(cast: Cast, danger: Interaction) -> None:
    released(cast, danger)
    with pytest.raises(NotAllowed, match="Templates are locked"):
        actions.draft(danger, by=cast.amara, text="We found your bag.", template=cast.template)
    shown = page(cast, danger, more=f"?start=template-{cast.template.pk}")
    assert "Templates are locked" in shown
    assert "we found your bag" not in shown
    assert actions.draft(danger, by=cast.amara, text="Robin, I am here. May I call you?").template is None


def test_a_holding_message_goes_out_only_if_it_names_the_very_topic(cast: Cast, danger: Interaction) -> None:
    until = timezone.now() + timedelta(hours=1)
    with pytest.raises(NotAllowed, match="is not made for this"):
        actions.state_holding(danger, by=cast.amara, message=cast.holding, next_update_at=until)
    cast.holding.topics.add(cast.topics["hacking"])
    assert actions.state_holding(danger, by=cast.amara, message=cast.holding, next_update_at=until).pk


def test_its_page_shows_whom_to_call_here_and_elsewhere(cast: Cast, danger: Interaction) -> None:
    safety = Safety(danger)
    assert safety.country == "GB"
    assert [str(whom.contact) for whom in safety.near] == ["Samaritans", "Police", "Harbour’s safety team"]
    assert [country for country, _whom in safety.elsewhere] == ["DE"]
    shown = page(cast, danger)
    for words in (
        "A life or a crime may be at stake",
        "tel:116123",
        "Nobody has checked this yet.",
        "TelefonSeelsorge",
    ):
        assert words in shown
    assert "A life or a crime may be at stake" not in page(cast, cast.flagged("major-account"))
    assert country_of("Europe/Berlin") == "DE"
    assert country_of("Mars/Olympus") == ""


def test_each_step_is_written_down_once_pressed_and_stays(cast: Cast, danger: Interaction) -> None:
    contact = CrisisContact.objects.get(name="Samaritans")
    client = Client()
    client.force_login(cast.amara)
    answer = client.post(f"/interactions/{danger.pk}/safety/", {"kind": "line_given", "contact": contact.pk})
    assert answer.status_code == 302
    step = SafetyStep.objects.get()
    assert (step.kind, step.contact, step.taken_by) == ("line_given", "Samaritans", cast.amara)
    event = Event.objects.latest("pk")
    assert (event.name, event.facts["contact"]) == ("interactions.safety_step_taken", contact.pk)
    shown = page(cast, danger)
    assert "Gave the crisis line in private: Samaritans · Amara Osei" in shown
    assert "Amara Osei, for safety: gave the crisis line in private" in shown
    odd = client.post(f"/interactions/{danger.pk}/safety/", {"kind": "other", "note": "Rang\0 them"})
    assert odd.status_code == (422 if connection.vendor == "postgresql" else 302)


def test_a_step_that_says_nothing_or_is_out_of_place_is_refused(cast: Cast, danger: Interaction) -> None:
    calm = cast.flagged("praise")
    theirs = CrisisContact.objects.create(brand=cast.other_brand, kind="police", name="Police", phone="1")
    for case, terms in (
        (danger, {"kind": "prayed"}),
        (danger, {"kind": "other", "note": "  "}),
        (danger, {"kind": "police", "contact": theirs}),
        (calm, {"kind": "police"}),
    ):
        with pytest.raises(Invalid):
            actions.take_safety_step(case, by=cast.amara, **terms)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.take_safety_step(danger, by=cast.axel, kind="police")
    assert not SafetyStep.objects.exists()


def test_the_shipped_playbook_knows_whom_to_call_and_claims_to_have_checked_nobody(cast: Cast) -> None:
    content = read()
    load(by=SYSTEM, brand=cast.brand, content=content)
    assert load(by=SYSTEM, brand=cast.brand, content=content).added == {}
    contacts = CrisisContact.objects.filter(brand=cast.brand)
    assert {"GB", "IE", "US", "DE", "FR", "ES", "AU", "CA", ""} <= set(contacts.values_list("country", flat=True))
    assert not contacts.exclude(checked_on=None).exists()
    assert Topic.objects.get(brand=cast.brand, slug="risk-to-life").is_life_safety
    raised = Topic.objects.get(brand=cast.brand, slug="it-issues-or-website-errors")
    assert (raised.raises_from_engagement, str(raised.raises_to)) == (500, "Customer service complaints")
