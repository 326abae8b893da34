"""The pages on which people see how they learn, and on which others help them: who sees what, and what it costs."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from approvals import actions
from approvals.coaching import author_panel
from approvals.models import Probation, ProbationRules
from approvals.readiness import Terms
from tests.approvals.conftest import SignIn
from tests.approvals.history import clean, judged
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[Any]]


def plain(answer: object) -> str:
    """The words of a page."""
    body = answer.content.decode()  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def of(cast: Cast, name: str = "jonas") -> str:
    return f"/approvals/people/{cast.teams['care'].pk}/{getattr(cast, name).pk}/"


def test_an_agent_sees_their_day_their_levels_and_what_comes_next(
    cast: Cast, signed_in: SignIn, jonas_on_probation: Probation
) -> None:
    started_at = timezone.now() - timedelta(days=8)
    Probation.objects.update(started_at=started_at, ends_at=started_at + timedelta(weeks=3), mentor=cast.ingrid)
    clean(cast, 28, days_ago=2)
    for _one in range(3):
        judged(cast, "edit", edit_share=0.3, days_ago=5)
    page = plain(signed_in("jonas").get("/approvals/me/"))
    assert "Probation, day 9 of 21" in page
    assert "Mentor: Ingrid Holm" in page
    assert "28/30" in page
    assert "0/20" in page
    assert "always two names" in page
    assert "2 more clean green answers. Then you can be let go on alone." in page
    assert "90%" in page  # right first time
    assert "30%" in page  # changed, where edited
    assert "11m" in page


def test_whoever_was_never_on_probation_sees_their_figures_too(cast: Cast, signed_in: SignIn) -> None:
    judged(cast, of="amara")
    page = plain(signed_in("amara").get("/approvals/me/"))
    assert "100%" in page
    assert "Probation in" not in page
    assert "As soon as somebody does, you see here how it went" in plain(signed_in("jonas").get("/approvals/me/"))


def test_a_zone_that_this_machine_does_not_know_is_read_as_utc(cast: Cast, signed_in: SignIn) -> None:
    User.objects.filter(pk=cast.jonas.pk).update(time_zone="Mars/Phobos")
    assert signed_in("jonas").get("/approvals/me/").status_code == 200


def test_what_comes_back_stands_with_the_reviewers_own_sentence(cast: Cast, signed_in: SignIn) -> None:
    for days in (9, 6, 3):
        judged(
            cast, "return", reason_code="apology", note=f"Own it, then say what happens next ({days})", days_ago=days
        )
    judged(cast, "return", reason_code="facts", note="<b>Check</b> the price", days_ago=2)
    answer = signed_in("jonas").get("/approvals/me/")
    page = plain(answer)
    assert "Passive apology came back 2 times" in page
    assert "“Own it, then say what happens next (3)” Dev Malhotra" in page
    assert "next (9)" not in page
    assert page.index("Passive apology") < page.index("Facts are wrong or missing")
    assert "&lt;b&gt;Check&lt;/b&gt; the price" in answer.content.decode()


def test_the_curve_is_drawn_and_its_numbers_stand_below(cast: Cast, signed_in: SignIn) -> None:
    judged(cast, days_ago=8)
    body = signed_in("jonas").get("/approvals/me/").content.decode()
    assert '<svg class="curve"' in body
    assert "<title" in body
    assert body.count('<th scope="row"') == 13
    assert "style=" not in body


@pytest.mark.parametrize(
    ("name", "status"), [("dev", 200), ("ada", 200), ("amara", 404), ("jonas", 404), ("axel", 404), ("nora", 404)]
)
def test_others_see_it_only_where_they_manage_people(
    cast: Cast, signed_in: SignIn, jonas_on_probation: Probation, name: str, status: int
) -> None:
    assert signed_in(name).get(of(cast)).status_code == status
    assert signed_in(name).get(of(cast, "nora")).status_code == 404


def test_a_mentor_sees_it_while_they_mentor_and_decides_nothing(
    cast: Cast, signed_in: SignIn, jonas_on_probation: Probation
) -> None:
    assert signed_in("priya").get(of(cast)).status_code == 404
    actions.choose_mentor(jonas_on_probation, by=cast.dev, mentor=cast.priya)
    answer = signed_in("priya").get(of(cast))
    assert answer.status_code == 200
    assert "graduate/" not in answer.content.decode()
    assert signed_in("priya").get(of(cast, "amara")).status_code == 404
    actions.end_probation(jonas_on_probation, by=cast.dev)
    assert signed_in("priya").get(of(cast)).status_code == 404


def test_the_history_of_decisions_stays_on_the_page(
    cast: Cast, signed_in: SignIn, jonas_on_probation: Probation
) -> None:
    until = timezone.now() + timedelta(days=30)
    actions.extend_probation(jonas_on_probation, by=cast.dev, until=until, reason="Holidays")
    actions.graduate(jonas_on_probation, by=cast.dev, level="green", note="Calm")
    actions.end_probation(jonas_on_probation, by=cast.ada)
    page = plain(signed_in("dev").get(of(cast)))
    for words in ("Started by Dev Malhotra: New here", "Extended by Dev Malhotra", "Holidays", "0 of 30 clean: Calm"):
        assert words in page
    assert "Ended by decision, Ada Lind" in page


def test_a_reader_who_came_back_is_explained_with_the_answers_behind_it(cast: Cast, signed_in: SignIn) -> None:
    probation = actions.start_probation(cast.jonas, team=cast.teams["care"], by=cast.dev, reason="New")
    actions.end_probation(probation, by=cast.dev)
    for _one in range(2):
        judged(cast, "return", reason_code="facts", note="That flight does not exist")
    actions.weigh(cast.jonas, team=cast.teams["care"])
    page = plain(signed_in("jonas").get("/approvals/me/"))
    assert "Look at them once more, then let them go" in page
    assert "Started again by itself: Serious corrections after graduating" in page


def test_a_supervisor_graduates_extends_and_chooses_a_mentor_on_the_page(
    cast: Cast, signed_in: SignIn, jonas_on_probation: Probation
) -> None:
    dev, where = signed_in("dev"), f"/approvals/people/probations/{jonas_on_probation.pk}"
    refused = dev.post(f"{where}/graduate/green/", {"note": ""})
    assert refused.status_code == 422
    assert "The figures are not there yet" in plain(refused)
    assert dev.post(f"{where}/graduate/green/", {"note": "Years elsewhere"})["Location"] == of(cast)
    assert dev.get(f"{where}/graduate/red/").status_code == 404
    tomorrow = timezone.localdate() + timedelta(days=2)
    assert dev.post(f"{where}/extend/", {"until": "soon", "reason": "So"}).status_code == 422
    assert dev.post(f"{where}/extend/", {"until": tomorrow, "reason": "So"}).status_code == 302
    assert dev.post(f"{where}/mentor/", {"mentor": cast.amara.pk}).status_code == 422
    assert dev.post(f"{where}/mentor/", {"mentor": cast.ingrid.pk}).status_code == 302
    running = Probation.objects.get()
    assert (running.mentor, running.extensions.count(), running.graduations.count()) == (cast.ingrid, 1, 1)
    assert timezone.localtime(running.ends_at, timezone.get_default_timezone()).date() == tomorrow


def test_the_people_page_says_who_can_be_decided_on(
    cast: Cast, signed_in: SignIn, jonas_on_probation: Probation
) -> None:
    Probation.objects.update(greens_wanted=1)
    assert "Ready for" not in plain(signed_in("dev").get("/approvals/people/"))
    judged(cast)
    actions.weigh(cast.jonas, team=cast.teams["care"])
    assert "Ready for" in plain(signed_in("dev").get("/approvals/people/"))
    actions.graduate(jonas_on_probation, by=cast.dev, level="green")
    assert "Ready for" not in plain(signed_in("dev").get("/approvals/people/"))


def rules_form(**changed: object) -> dict[str, object]:
    terms = Terms()
    asked = {name: getattr(terms, name) for name in Terms.__dataclass_fields__}
    return asked | {"weeks": 3} | changed


def test_who_manages_people_edits_the_rules(cast: Cast, signed_in: SignIn) -> None:
    where, dev = f"/approvals/people/rules/{cast.brand.pk}/", signed_in("dev")
    assert 'value="30"' in dev.get(where).content.decode()
    answer = dev.post(where, rules_form(greens_wanted=12, serious_codes=["promise"]))
    assert answer["Location"] == "/approvals/people/"
    rules = ProbationRules.objects.get()
    assert (rules.greens_wanted, rules.serious_codes, rules.version) == (12, ["promise"], 1)
    assert dev.post(where, rules_form(weeks=99)).status_code == 422
    refused = dev.post(where, rules_form(clean_edit=60))
    assert refused.status_code == 422
    assert "a clean change is smaller than a serious one" in plain(refused)
    for name in ("amara", "axel", "nora"):
        assert signed_in(name).get(where).status_code == 404


@pytest.mark.parametrize("address", ["/approvals/me/", "people"])
def test_a_page_costs_the_same_for_a_month_of_reviews_as_for_one(
    cast: Cast, signed_in: SignIn, jonas_on_probation: Probation, django_assert_max_num_queries: Counted, address: str
) -> None:
    browser = signed_in("jonas" if address == "/approvals/me/" else "dev")
    where = address if address == "/approvals/me/" else of(cast)
    for number in (1, 25):
        clean(cast, number)
        judged(cast, "return", reason_code="facts", level="yellow")
        with django_assert_max_num_queries(30) as seen:
            assert browser.get(where).status_code == 200
        counted = [query["sql"] for query in seen.captured_queries if "approvals_" in query["sql"]]
        assert len(counted) <= 9, "\n".join(counted)


def test_the_authors_panel_asks_three_questions(
    cast: Cast, jonas_on_probation: Probation, django_assert_num_queries: Counted
) -> None:
    draft = cast.drafted(by="jonas")
    clean(cast, 12)
    dev = cast.dev
    assert author_panel(cast.amara, draft) is None
    author_panel(dev, draft)  # reads the rights
    with django_assert_num_queries(3):
        shown = author_panel(dev, draft)
    assert shown is not None
    assert shown["running"].progress.clean == 12


def test_beside_a_draft_stands_how_far_its_author_has_come(
    cast: Cast, signed_in: SignIn, jonas_on_probation: Probation
) -> None:
    clean(cast, 4, level="yellow")
    draft = cast.drafted(by="jonas")
    page = plain(signed_in("dev").get(f"/approvals/{draft.pk}/"))
    for words in ("Clean answers 4 of 50", "100% of 85%", "0 in 14 days", "Median turnaround 11m", "4/20"):
        assert words in page
    assert "30 more clean green answers. Then you can let Jonas Weber go on alone." in page
