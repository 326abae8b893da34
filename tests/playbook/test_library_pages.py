"""The pages of templates and holding messages: finding, proposing, deciding, comparing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from playbook import actions
from playbook.life import Life
from playbook.models import HoldingMessage, ResponseTemplate, Wording
from tests.playbook.library import day, fresh, held, in_use, proposed, url


@pytest.fixture
def read(client):
    def page(person, address: str) -> str:
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == 200, address
        return answer.content.decode()

    return page


# --- Finding ----------------------------------------------------------------------------------------------------------


def test_each_state_has_its_list_and_its_number(cast, read):
    in_use(cast, "Old", expires_on=day("2020-01-01"))
    in_use(cast, "Dusty", review_by=day("2020-01-01"))
    in_use(cast, "Gone", is_retired=True)
    proposed(cast, name="Fresh")
    shown = {
        "": {"Old", "Dusty", "Fresh", "Delayed bag, found"},
        "waiting": {"Fresh"},
        "in-use": {"Delayed bag, found"},
        "due": {"Dusty"},
        "expired": {"Old"},
        "retired": {"Gone"},
    }
    everything = set().union(*shown.values())
    for state, names in shown.items():
        page = read(cast.amara, f"{url('templates')}?state={state}")
        rows = page.partition('<ul class="plain">')[2]
        assert {name for name in everything if name in rows} == names, state
    assert "Due for review\n        1" in page


def test_a_list_is_narrowed_by_words_topic_and_language_and_ignores_nonsense(cast, read):
    in_use(cast, "Koffer", text="{name}, da.", language="de").topics.set([cast.topics["baggage"]])
    proposed(cast, name="Parcel", text="{name}, your parcel.")
    address = url("templates")
    asked = {
        "q=koffer": {"Koffer"},
        "q=YOUR+PARCEL": {"Parcel"},
        "language=de": {"Koffer"},
        f"topic={cast.topics['baggage'].pk}": {"Koffer"},
        "q=%00": {"Koffer", "Parcel", "Delayed bag"},
        "topic=moon&state=moon&after=moon&language=xx": {"Koffer", "Parcel", "Delayed bag"},
    }
    for query, names in asked.items():
        rows = read(cast.amara, f"{address}?{query}").partition('<ul class="plain">')[2]
        assert {name for name in ("Koffer", "Parcel", "Delayed bag") if name in rows} == names, query


def test_a_long_list_is_paged_by_key_and_every_text_is_met_once(cast, client):
    for number in range(60):
        in_use(cast, f"t{number:02}")
    client.force_login(cast.amara)
    address, met = url("templates"), []
    while address:
        answer = client.get(address)
        met += [words.name for words in answer.context["shelf"].rows]
        after = answer.context["shelf"].after
        address = f"{url('templates')}?after={after}" if after else ""
    assert met == sorted(ResponseTemplate.objects.values_list("name", flat=True))


def queries(client, address: str) -> int:
    client.get(address)  # whatever a process or a session remembers is known then
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("page", ["templates", "holding_messages"])
def test_a_list_costs_as_many_queries_full_as_with_one(cast, client, page):
    client.force_login(cast.ada)
    with_one = queries(client, url(page))
    for number in range(30):
        in_use(cast, f"t{number}").topics.set([cast.topics["baggage"]])
        held(cast, name=f"h{number}")
    assert queries(client, url(page)) == with_one <= 16


def test_a_text_costs_as_many_queries_with_a_long_history_as_with_a_short(cast, client):
    words = held(cast)
    actions.approve_wording(by=cast.ada, words=words, number=1)
    client.force_login(cast.ada)
    with_one = queries(client, words.get_absolute_url())
    for number in range(12):
        actions.propose_change(by=cast.amara, words=words, text=f"Take {number}.")
        actions.approve_wording(by=cast.ada, words=words, number=number + 2)
    assert queries(client, words.get_absolute_url()) == with_one <= 28


def test_another_brands_library_is_not_there(cast, client):
    client.force_login(cast.nora)
    words = proposed(cast)
    for page in [
        f"{url('templates')}?brand=tern-air",
        f"{url('export_templates')}?brand=tern-air",
        words.get_absolute_url(),
        url("template_versions", words.pk),
    ]:
        assert client.get(page).status_code == 404, page


# --- Proposing and deciding -------------------------------------------------------------------------------------------


def test_an_agent_proposes_an_admin_approves_and_the_page_says_where_it_stands(cast, client, read):
    client.force_login(cast.amara)
    sent = {"name": "Hello", "language": "en", "text": "Hello {name}", "topics": [cast.topics["praise"].pk]}
    page = client.post(url("add_template"), sent | {"note": "Often asked", "offers": ["apology"]}).url
    words = ResponseTemplate.objects.get(name="Hello")
    assert (list(words.topics.all()), words.offers) == ([cast.topics["praise"]], ["apology"])
    assert client.post(f"{page}approve/", {"version": 1}).status_code == 403
    assert "Somebody who may edit the playbook decides" in read(cast.jonas, page)
    assert "v1 waits to be approved" in read(cast.ada, page)
    assert "“Often asked”" in read(cast.ada, page)
    assert client.post(f"{page}approve/", {"version": "x"}).status_code == 409
    assert client.post(f"{page}approve/", {"version": 1}).status_code == 302
    assert "v1 in use" in read(cast.amara, page)
    assert "Approved by Ada Lind" in read(cast.amara, page)


def test_a_change_is_shown_word_by_word_before_it_is_decided(cast, client, read):
    client.force_login(cast.amara)
    page = cast.template.get_absolute_url()
    assert client.post(page, {"text": "{name}, we found your coat."}).url == page
    shown = read(cast.ada, page)
    assert "<del" in shown
    assert "your coat." in shown
    assert "v1 in use" in shown
    answer = client.post(f"{page}turn-down/", {"version": 2, "reason": "It was a bag."})
    assert answer.status_code == 302
    assert "It was a bag." in read(cast.amara, page)
    assert fresh(cast.template).life == Life.IN_USE


def test_the_writer_reads_why_the_button_is_locked(cast, client, read):
    page = proposed(cast, cast.ada).get_absolute_url()
    assert "You wrote this version, so someone else approves it." in read(cast.ada, page)
    answer = client.post(f"{page}approve/", {"version": 1})
    assert answer.status_code == 409
    assert "You wrote this version" in answer.content.decode()


def test_what_was_typed_is_never_lost_by_a_refusal(cast, client):
    words = proposed(cast)
    client.force_login(cast.jonas)
    answer = client.post(words.get_absolute_url(), {"text": "Mine is &c. better."})
    assert answer.status_code == 409
    assert "Mine is &amp;c. better." in answer.content.decode()
    assert "v1 by Amara Osei waits" in answer.content.decode()
    answer = client.post(words.get_absolute_url(), {"text": "{shoe}"})
    assert answer.status_code == 422
    assert "{shoe} is not on the list" in answer.content.decode()


def test_two_admins_put_a_holding_message_into_use(cast, client, second_admin, read):
    page = held(cast).get_absolute_url()
    client.force_login(cast.ada)
    client.post(f"{page}approve/", {"version": 1})
    assert "Ada Lind approved it." in read(second_admin, page)
    client.post(f"{page}approve/", {"version": 1})
    assert HoldingMessage.objects.usable().filter(name="We know").exists()
    assert "v1 in use" in read(cast.amara, page)


def test_a_reply_worth_keeping_opens_the_form_and_writes_nothing(cast, client):
    client.force_login(cast.amara)
    given = {"start": "1", "text": "Your bag <is> here.", "topics": [cast.topics["baggage"].pk]}
    answer = client.post(url("add_template"), given)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Your bag &lt;is&gt; here." in page
    assert f'<option value="{cast.topics["baggage"].pk}" selected>' in page
    assert not Wording.objects.exists()


@pytest.mark.parametrize(
    ("page", "sent", "sentence"),
    [
        ("add_holding_message", {"name": "h", "language": "en", "text": "{amount}"}, "may only use"),
        ("add_template", {"name": "h", "language": "en", "text": " "}, "required"),
        ("add_template", {"name": "Delayed bag, found", "language": "en", "text": "x"}, "already exists"),
        ("add_template", {"name": "h", "language": "en", "text": "x", "networks": ["moon"]}, "moon"),
    ],
)
def test_a_text_that_cannot_be_kept_comes_back_with_its_sentence(cast, client, page, sent, sentence):
    client.force_login(cast.amara)
    answer = client.post(url(page), sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_details_are_an_editors_and_the_text_stays(cast, client):
    client.force_login(cast.ada)
    page = url("edit_template", cast.template.pk)
    sent = {"name": "Found", "topics": [cast.topics["baggage"].pk], "teams": [cast.teams["care"].pk]}
    answer = client.post(page, sent | {"networks": ["webhook"], "expires_on": "2030-01-01"})
    assert answer.url == cast.template.get_absolute_url()
    kept = fresh(cast.template)
    assert (kept.name, kept.networks, str(kept.expires_on), kept.version) == ("Found", ["webhook"], "2030-01-01", 1)


def test_reviewing_retiring_and_restoring(cast, client, read):
    client.force_login(cast.ada)
    page = cast.template.get_absolute_url()
    assert client.post(f"{page}reviewed/", {"review_by": "soon"}).status_code == 422
    assert client.post(f"{page}reviewed/", {"review_by": "2999-02-04"}).status_code == 302
    assert "4 Feb 2999" in read(cast.amara, page)
    client.force_login(cast.ada)
    client.post(f"{page}retire/")
    assert "Retired" in read(cast.ada, page)
    assert client.post(f"{page}retire/").status_code == 409
    client.post(f"{page}restore/")
    assert not fresh(cast.template).is_retired


def test_who_only_reads_gets_the_words_without_a_form(cast, read):
    page = read(cast.axel, cast.template.get_absolute_url())
    assert "{name}, we found your bag." in page
    assert "Propose this version" not in page
    assert "Retire" not in page


# --- Looking ----------------------------------------------------------------------------------------------------------


def test_a_text_is_looked_at_as_somebody_would_read_it_and_nothing_is_kept(cast, client):
    client.force_login(cast.axel)
    before = Event.objects.count()
    sent = {"text": "<b>{name}</b> {shoe}", "person": "short"}
    page = client.post(url("preview_template"), sent).content.decode()
    assert '&lt;b&gt;<bdi\n    class="var">Jo</bdi>&lt;/b&gt;' in page
    assert "“shoe” is not on the list" in page
    assert "of 5000" in page
    assert Event.objects.count() == before
    client.force_login(cast.nora)
    assert client.post(f"{url('preview_template')}?brand=tern-air", sent).status_code == 404


def test_two_versions_are_compared_and_the_history_says_who(cast, read):
    words = proposed(cast, text="One two three four five six.")
    actions.approve_wording(by=cast.ada, words=words, number=1)
    actions.propose_change(by=cast.jonas, words=words, text="One two three four five seven.")
    actions.turn_down_wording(by=cast.ada, words=words, number=2, reason="Six it is.")
    page = read(cast.amara, url("template_versions", words.pk))
    for part in (
        "From v1 to v2",
        "six.</del",
        "seven.</ins",
        "by Jonas Weber",
        "Six it is.",
        "Approved by Ada",
    ):
        assert part in page, part
    assert "seven.</del" not in read(cast.amara, f"{url('template_versions', words.pk)}?new=1&old=9")
    assert "No version is kept yet" in read(cast.amara, url("template_versions", cast.template.pk))
