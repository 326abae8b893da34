"""House rules are rows an admin edits; moderating cites them, so they are retired and never deleted."""

import pytest

from accounts.refusals import Invalid
from audit.models import Event
from playbook import actions
from playbook.content.reading import read as read_content
from playbook.loading import load
from playbook.models import HouseRule
from tests.cast import SYSTEM, Cast
from tests.interactions.pages import read, signed_in

pytestmark = pytest.mark.django_db


def test_an_admin_writes_changes_and_retires_a_rule(cast: Cast) -> None:
    browser = signed_in(cast.ada)
    given = {"name": "No threats", "text": "We do not leave threats standing.", "position": 1}
    assert browser.post("/playbook/house-rules/new/?brand=tern-air", given).status_code == 302
    rule = HouseRule.objects.get()
    changed = given | {"text": "Threats go."}
    assert browser.post(f"/playbook/house-rules/{rule.pk}/", changed).status_code == 302
    assert "Threats go." in read(cast.amara, "/playbook/house-rules/")
    browser.post(f"/playbook/house-rules/{rule.pk}/retire/")
    assert HouseRule.objects.get().is_retired
    told = list(Event.objects.filter(name__contains="house_rule").order_by("pk").values_list("name", flat=True))
    assert told == [f"playbook.house_rule_{verb}" for verb in ("added", "changed", "retired")]


def test_a_rule_says_something(cast: Cast) -> None:
    for rule in (
        HouseRule(name=" ", text="x"),
        HouseRule(name="x", text=" "),
        HouseRule(name="x", text="y", url="ftp:z"),
    ):
        rule.brand = cast.brand
        with pytest.raises(Invalid):
            actions.save_house_rule(by=cast.ada, rule=rule)


def test_the_shipped_ones_are_loaded_once_and_left_alone(cast: Cast) -> None:
    content = read_content()
    load(by=SYSTEM, brand=cast.brand, content=content)
    assert HouseRule.objects.count() == len(content.house_rules) >= 5
    HouseRule.objects.filter(name="No threats").update(text="Ours")
    load(by=SYSTEM, brand=cast.brand, content=content)
    assert HouseRule.objects.get(name="No threats").text == "Ours"
