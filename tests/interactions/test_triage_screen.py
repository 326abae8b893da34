"""The triage screen: what it says, confirming and correcting, tone and severity, house rules, and one room for many."""

import pytest

from accounts.actors import SYSTEM
from accounts.refusals import Conflict, Invalid, NotAllowed
from interactions import actions, deciding
from interactions.models import Assessment, Interaction, Judgement, ModerationAct
from oncall.models import Incident
from playbook.models import Rule, Topic
from tests.audit.good_deeds import house_rule
from tests.cast import Cast
from tests.interactions.pages import read, signed_in

pytestmark = pytest.mark.django_db


def screen(cast: Cast, row: Interaction, who: str = "amara") -> str:
    return " ".join(read(getattr(cast, who), f"/inbox/{row.pk}/triage/").split())


@pytest.fixture
def weighed(cast: Cast) -> Cast:
    """Two rules that add up for a red topic, and a threshold on the yellow one."""
    Rule.objects.create(topic=cast.topics["hacking"], name="somebody else", any_of=["somebody else"], points=6)
    Topic.objects.filter(slug="baggage").update(raises_from_engagement=500, raises_to=cast.topics["major-account"])
    return cast


def test_it_shows_each_rules_share_and_what_is_missing_to_red(weighed: Cast) -> None:
    row = weighed.received("My suitcase went to somebody else", likes=264)
    shown = screen(weighed, row)
    assert "“bag”: suitcase" in shown
    assert "+10" in shown
    assert 'Hacking and security</span> <span class="pts"> 4 points more' in shown
    assert "at 500 reactions" in shown
    assert row.flags.get().why["shares"] == [10]
    assert "+10" in read(weighed.amara, f"/inbox/{row.pk}/")


def test_confirming_keeps_what_was_proposed_and_ends_the_look(cast: Cast) -> None:
    row = cast.received("My suitcase is gone")
    assert "It is right" in screen(cast, row)
    answer = signed_in(cast.amara).post(f"/interactions/{row.pk}/confirm-flags/", {"flag_version": row.flag_version})
    assert answer.status_code == 302
    kept = Judgement.objects.get(interaction=row)
    assert (kept.proposed_topic, kept.proposed_level) == (cast.topics["baggage"], "yellow")
    assert (kept.decided_topic, kept.decided_level, kept.by) == (cast.topics["baggage"], "yellow", cast.amara)
    assert "Amara Osei decided on this flag" in screen(cast, row)
    assert deciding.decisions_of(cast.brand.pk) == [("My suitcase is gone", "baggage")]


def test_flags_that_changed_meanwhile_or_are_none_are_not_confirmed(cast: Cast) -> None:
    row, bare = cast.received("My suitcase is gone"), cast.received("Hm.")
    with pytest.raises(Conflict, match="changed a moment ago"):
        actions.confirm_flags(row, by=cast.amara, flag_version=row.flag_version + 1)
    with pytest.raises(Conflict, match="Choose what it is"):
        actions.confirm_flags(bare, by=cast.amara, flag_version=bare.flag_version)
    with pytest.raises(NotAllowed):
        actions.confirm_flags(row, by=cast.axel, flag_version=row.flag_version)
    with pytest.raises(NotAllowed):
        actions.confirm_flags(row, by=SYSTEM, flag_version=row.flag_version)
    assert not Judgement.objects.exists()


def test_a_correction_keeps_both_sides_and_a_machine_is_no_judge(cast: Cast) -> None:
    row = cast.received("My suitcase is gone")
    assert not Judgement.objects.exists()
    actions.flag(row, by=cast.amara, topics=[cast.topics["hacking"]])
    assert _pair(row) == ("yellow", "red")
    second = cast.received("My suitcase is here, thank you")
    actions.lower(second, by=cast.amara, topics=[cast.topics["praise"]], reason="Kind words")
    assert _pair(second) == ("yellow", "green")
    silent = cast.received("Hm.")
    actions.flag(silent, by=cast.amara, topics=[cast.topics["praise"]])
    assert _pair(silent) == ("", "green")


def _pair(row: Interaction) -> tuple[str, str]:
    kept = Judgement.objects.get(interaction=row)
    return kept.proposed_level, kept.decided_level


def test_a_person_corrects_tone_and_severity_and_the_level_stays(cast: Cast) -> None:
    row = cast.received("My suitcase is gone")
    given = {"tone": "negative", "impact": 3, "urgency": 3}
    assert signed_in(cast.amara).post(f"/interactions/{row.pk}/assess/", given).status_code == 302
    after = Interaction.objects.get(pk=row.pk)
    assert (after.tone, after.severity, after.level, after.needs_look) == ("negative", 4, "yellow", True)
    shown = screen(cast, row)
    assert "By impact and urgency it asks for" in shown
    assert "Stop and decide together" in shown
    actions.assess(row, by=cast.amara, tone="positive", impact=0, urgency=0)
    assert Interaction.objects.get(pk=row.pk).tone == "positive"
    assert Assessment.objects.count() == 2


@pytest.mark.parametrize(
    "given", [{"impact": 1, "urgency": 1}, {"tone": "furious", "impact": 1, "urgency": 1}, {"tone": "neutral"}, {}]
)
def test_a_reading_without_a_tone_or_off_its_scales_is_shown_again(cast: Cast, given: dict[str, object]) -> None:
    row = cast.received("Hm.")
    answer = signed_in(cast.amara).post(f"/interactions/{row.pk}/assess/", given)
    assert answer.status_code == 422
    assert 'id="triage"' in answer.content.decode()
    assert not Assessment.objects.exists()


def test_moderating_cites_a_rule_and_takes_nothing_away(cast: Cast) -> None:
    rule = house_rule(cast)
    row = cast.flagged("baggage", "I will find your Jo and break his nose")
    given = {"rule": rule.pk, "kind": "hidden", "reason": "It threatens Jo"}
    assert signed_in(cast.amara).post(f"/interactions/{row.pk}/moderate/", given).status_code == 302
    act = ModerationAct.objects.get()
    assert (act.rule_text, act.reason) == (rule.text, "It threatens Jo")
    after = Interaction.objects.get(pk=row.pk)
    assert (after.state, after.text) == (row.state, row.text)
    assert "It threatens Jo" in screen(cast, row)
    assert "delete" not in {kind for kind, _name in ModerationAct.Kind.choices}


def test_moderating_without_a_reason_or_by_a_rule_of_others_is_refused(cast: Cast) -> None:
    rule = house_rule(cast)
    row = cast.flagged("baggage")
    with pytest.raises(Invalid, match="how it breaks"):
        actions.moderate(row, by=cast.amara, rule=rule, kind="hidden", reason=" ")
    with pytest.raises(Invalid, match="Nothing is ever deleted"):
        actions.moderate(row, by=cast.amara, rule=rule, kind="deleted", reason="Away with it")
    rule.brand = cast.other_brand
    with pytest.raises(Invalid, match="not a house rule of this brand"):
        actions.moderate(row, by=cast.amara, rule=rule, kind="hidden", reason="It threatens Jo")
    with pytest.raises(NotAllowed):
        actions.moderate(row, by=cast.axel, rule=house_rule_of(cast), kind="hidden", reason="It threatens Jo")


def house_rule_of(cast: Cast):
    return cast.brand.house_rules.get()


def test_what_is_alike_goes_into_one_room(cast: Cast) -> None:
    rows = [cast.flagged("baggage", f"No suitcase from TA204 to Lisbon, {n} days now") for n in range(4)]
    shown = screen(cast, rows[0])
    assert "Part of something broader" in shown
    assert f'action="/rooms/open/{rows[0].pk}/"' in shown
    browser = signed_in(cast.amara)
    others = [row.pk for row in rows[1:3]]
    asked = browser.post(f"/rooms/open/{rows[0].pk}/", {"ids": others})
    assert asked.status_code == 200
    assert f'value="{others[0]},{others[1]}"' in asked.content.decode()
    beside = ",".join(str(pk) for pk in others)
    assert browser.post(f"/rooms/open/{rows[0].pk}/", {"name": "TA204", "beside": beside}).status_code == 302
    room = Incident.objects.get()
    assert set(linked(room)) == {rows[0].pk, *others}
    shown = screen(cast, rows[0])
    assert f'action="/rooms/{room.pk}/link/"' in shown
    assert f'name="ids" value="{rows[3].pk}"' in shown
    assert f'name="ids" value="{rows[1].pk}"' not in shown


def linked(room: Incident) -> list[int]:
    rows = Interaction.objects.filter(incident_links__incident=room.pk, incident_links__unlinked_at=None)
    return list(rows.values_list("pk", flat=True))


def test_what_one_may_not_see_is_not_put_in_and_no_room_is_opened_for_it(cast: Cast) -> None:
    row = cast.flagged("baggage")
    answer = signed_in(cast.amara).post(f"/rooms/open/{row.pk}/", {"name": "TA204", "beside": "999999"})
    assert answer.status_code == 404
    assert not Incident.objects.exists()


def test_a_reader_sees_the_screen_without_its_verbs(cast: Cast) -> None:
    row = cast.received("My suitcase is gone")
    shown = screen(cast, row, "axel")
    assert "What triage says" in shown
    assert "It is right" not in shown
    assert "Correct tone" not in shown
    read(cast.nora, f"/inbox/{row.pk}/triage/", 404)


def test_the_screen_costs_a_bounded_number_of_queries(cast: Cast, django_assert_max_num_queries) -> None:
    for n in range(5):
        cast.flagged("baggage", f"No suitcase from TA204 to Lisbon, {n} days now")
    row = Interaction.objects.last()
    browser = signed_in(cast.amara)
    with django_assert_max_num_queries(28):
        assert browser.get(f"/inbox/{row.pk}/triage/", headers={"HX-Request": "true"}).status_code == 200
