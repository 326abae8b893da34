"""How did we answer this before: the alike answers of the topic and language, what came of them, and who sees them."""

from typing import Any

import pytest

from connectors.contract import Receipt
from interactions import actions
from interactions.actions import outcomes
from interactions.models import Interaction, Reply
from tests.cast import Cast
from tests.interactions.pages import read, send, signed_in

pytestmark = pytest.mark.django_db


def answered(cast: Cast, text: str, reply: str, **facts: Any) -> Reply:
    row = cast.flagged("praise", text, **facts)
    send(cast, "amara", row, reply)
    queued = Reply.objects.get(interaction=row)
    Reply.objects.filter(pk=queued.pk).update(state="sending", attempts=1)
    return outcomes.sent(Reply.objects.get(pk=queued.pk), Receipt(f"r{queued.pk}"))


def page_of(cast: Cast, row: Interaction, who: str = "amara") -> str:
    return read(getattr(cast, who), f"/inbox/{row.pk}/earlier/")


def test_the_most_alike_stands_first_with_what_came_of_it(cast: Cast) -> None:
    answered(cast, "The coffee on board was lovely", "Glad you liked it")
    reply = answered(cast, "My crew in Leeds were kind", "We tell them", author="sam", thread_id="t1")
    actions.receive(cast.channel, [cast.message("Thanks", author="sam", thread_id="t1")])
    page = page_of(cast, cast.flagged("praise", "The crew in Leeds were very kind"))
    assert page.index("We tell them") < page.index("Glad you liked it")
    first = page[page.index("My crew in Leeds") : page.index("Glad you liked it")]
    assert "They wrote again" in first
    assert f"?start=answer-{reply.pk}&amp;" in first
    assert "% of the words alike" in page


def test_reopened_resolved_and_the_template_are_said(cast: Cast) -> None:
    reply = answered(cast, "Kind crew", "Thanks!")
    actions.close(reply.interaction, by=cast.amara, closed_as="resolved")
    row = cast.flagged("praise", "Kind crew")
    assert "Closed as resolved" in page_of(cast, row)
    actions.reopen(reply.interaction, by=cast.amara, reason="It was not")
    page = page_of(cast, row)
    assert "Opened again" in page
    assert "Closed as resolved" not in page


def test_one_click_begins_with_it_as_text_and_not_as_its_template(cast: Cast) -> None:
    cast.template.text = "Thank you!"
    cast.template.save()
    row = cast.flagged("praise", "Kind crew")
    send(cast, "amara", row, "Thank you!", template=cast.template.pk)
    reply = Reply.objects.get()
    Reply.objects.update(state="sending", attempts=1)
    outcomes.sent(Reply.objects.get(), Receipt("r1"))
    other = cast.flagged("praise", "Kind crew")
    assert "From the template “Delayed bag, found”" in page_of(cast, other)
    page = read(cast.amara, f"/inbox/{other.pk}/?start=answer-{reply.pk}")
    assert ">\nThank you!</textarea>" in page
    assert 'name="template" value=""' in page


def test_another_topic_language_or_brand_shows_nothing(cast: Cast) -> None:
    reply = answered(cast, "Kind crew", "Thanks!", language="en")
    assert "Thanks!" in page_of(cast, cast.flagged("praise", "Kind crew", language="en"))
    assert "Thanks!" not in page_of(cast, cast.flagged("praise", "Nette Crew", language="de"))
    assert "Thanks!" not in page_of(cast, cast.flagged("baggage", "Kind crew", language="en"))
    assert "Nothing about this topic" in page_of(cast, cast.received("Kind crew", language="en"))
    row = cast.flagged("praise", "Kind crew", language="en")
    assert signed_in(cast.nora).get(f"/inbox/{row.pk}/earlier/").status_code == 404
    Interaction.objects.filter(pk=reply.interaction_id).update(team=cast.teams["legal"])
    assert "Thanks!" not in page_of(cast, row), "what one may not see is not there"
    assert ">\n</textarea>" in read(cast.amara, f"/inbox/{row.pk}/?start=answer-{reply.pk}")


def test_its_queries_do_not_grow_with_what_there_is(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        answered(cast, f"Kind crew {number}", "Thanks!")
    row = cast.flagged("praise", "Kind crew")
    browser = signed_in(cast.amara)
    browser.get(f"/inbox/{row.pk}/earlier/")
    with django_assert_max_num_queries(9):  # session, person, rights, the row, and five for the answers
        browser.get(f"/inbox/{row.pk}/earlier/", headers={"HX-Request": "true"})
