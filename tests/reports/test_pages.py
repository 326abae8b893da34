"""The figures: flag accuracy from what people decided, and what came of the good things; one's own teams alone."""

import csv
import io

import pytest

from interactions import actions
from interactions.models import Interaction
from reports.access import scope_for
from reports.flags import flag_accuracy
from reports.good import good_things
from tests.cast import Cast
from tests.interactions import goodness
from tests.interactions.pages import read, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged(cast: Cast) -> Cast:
    """Two right, one too strict, one too mild, one that no rule saw."""
    for _ in range(2):
        row = cast.received("My suitcase is gone")
        actions.confirm_flags(row, by=cast.amara, flag_version=row.flag_version)
    actions.lower(
        cast.received("My suitcase is here"), by=cast.amara, topics=[cast.topics["praise"]], reason="Kind words"
    )
    actions.flag(cast.received("My suitcase was opened"), by=cast.amara, topics=[cast.topics["hacking"]])
    actions.flag(cast.received("Hm."), by=cast.amara, topics=[cast.topics["major-account"]])
    cast.received("My suitcase is late")  # nobody looked: it says nothing
    return cast


def test_accuracy_counts_what_people_decided(judged: Cast, django_assert_max_num_queries) -> None:
    scope = scope_for(judged.dev, "tern-air", "30")
    with django_assert_max_num_queries(4):
        report = flag_accuracy(scope.brands, scope.teams, scope.since)
    rules = report.rules
    assert (rules.judged, rules.right, rules.over, rules.under, rules.missed_red) == (5, 2, 1, 2, 2)
    assert rules.shares == {"right": 40, "over": 20, "under": 40}
    assert {(one.topic.slug, one.over, one.under) for one in report.topics} == {
        ("baggage", 1, 0),
        ("hacking", 0, 1),
        ("major-account", 0, 1),
    }
    assert report.opinion.judged == 0


def test_the_page_and_its_file_say_the_same_and_others_see_none_of_it(judged: Cast) -> None:
    page = read(judged.dev, "/reports/flags/?brand=tern-air")
    assert "of 5 that a person judged" in page
    answer = signed_in(judged.dev).get("/reports/flags.csv?brand=tern-air")
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert rows[0] == ["who", "proposed", "decided red", "decided yellow", "decided green"]
    assert ["rules", "yellow", "1", "2", "1"] in rows
    assert ["rules", "nothing", "1", "0", "0"] in rows
    assert "Nobody has judged a flag" in read(judged.nora, "/reports/flags/")
    read(judged.nora, "/reports/flags/?brand=tern-air", 404)
    assert "Flag accuracy" in read(judged.amara, "/reports/?days=nonsense")


def test_good_things_are_counted(cast: Cast) -> None:
    goodness.budget(cast)
    goodness.gift(cast)
    goodness.signed(cast)
    complaint = cast.received("Terrible, awful, the worst", author="ida")
    Interaction.objects.filter(pk=complaint.pk).update(responded_at=complaint.received_at, tone="negative")
    unanswered = cast.received("Terrible, awful, the worst", author="olu")
    for author in ("ida", "ida", "olu"):
        cast.received("Thank you, that was wonderful!", author=author, thread_id=f"t-{author}")
    scope = scope_for(cast.dev, "", "7")
    report = good_things(scope.brands, scope.teams, scope.since)
    assert (report.turned.answered, report.turned.turned) == (1, 1)
    assert report.gifts == {"asked": 1, "agreed": 0, "handed_over": 0}
    assert report.shares["Signed: it may go out"] == 1
    assert report.praise.came >= 2
    assert unanswered.tone == "negative"
    page = read(cast.dev, "/reports/good/?days=7")
    assert "1 of 1 whose complaint we answered" in page
    assert "Goodwill" in page
    assert "0 of 0 whose complaint" in read(cast.nora, "/reports/good/")
