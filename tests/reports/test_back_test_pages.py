"""The pages of a back-test and of a dry run: what one may not see is neither shown nor counted."""

import pytest
from django.urls import reverse

from connectors.models import Channel
from interactions.models import Interaction
from playbook import actions
from playbook.drafting import open_draft
from playbook.models import BackTest, BackTestReading, Rule
from reports import back_testing

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(cast, draft) -> BackTest:
    for number in range(3):
        cast.received(f"where is my trunk {number}")
    run = actions.begin_back_test(by=cast.ada, version=draft)
    back_testing.carry_on(run.pk)
    return BackTest.objects.get(pk=run.pk)


def test_an_admin_begins_one_on_the_board_and_reads_what_it_found(cast, draft, client, monkeypatch):
    cast.received("where is my trunk <b>now</b>")
    client.force_login(cast.ada)
    assert "Back-test of v2" in client.get(reverse("playbook:board")).content.decode()
    answer = client.post(reverse("reports:begin_back_test", args=[draft.pk]))
    run = BackTest.objects.get()
    assert answer.url == reverse("reports:back_test", args=[run.pk])
    assert "Judging, 0 %" in client.get(answer.url).content.decode()
    back_testing.sweep()
    page = client.get(answer.url).content.decode()
    assert "where is my trunk &lt;b&gt;now&lt;/b&gt;" in page
    assert "It would have flagged 1 red, was 0." in page
    assert "bag (“trunk”)" in page
    panel = client.get(reverse("reports:back_test_panel", args=[run.pk])).content.decode()
    assert "Read all 1" in panel
    assert "every 3s" not in panel
    board = client.get(reverse("playbook:board")).content.decode()
    assert reverse("reports:back_test_panel", args=[run.pk]) in board
    assert "Read what would change first: 0 of 1 read." in board


def test_pages_are_turned_by_reading_and_what_was_read_is_counted(cast, run, client, monkeypatch):
    monkeypatch.setattr("reports.access.samples.__kwdefaults__", {"gravity": "", "after": "", "most": 2})
    client.force_login(cast.ada)
    where = reverse("reports:back_test", args=[run.pk])
    page = client.get(where)
    samples = page.context["samples"]
    assert (len(samples.rows), samples.seen, samples.read) == (2, 3, 0)
    sent = {"change": samples.unread, "after": samples.after}
    following = client.post(reverse("reports:read_back_test", args=[run.pk]), sent)
    page = client.get(following.url)
    assert [len(page.context["samples"].rows), page.context["samples"].read] == [1, 2]
    rest = {"change": [*page.context["samples"].unread, "x", "9" * 30], "after": ""}
    assert client.post(reverse("reports:read_back_test", args=[run.pk]), rest).url == run.version.get_absolute_url()
    assert BackTestReading.objects.count() == 3
    for odd in ("?after=x-y", "?after=1-", "?gravity=9", f"?after=0-{'9' * 40}", "?gravity=0"):
        assert client.get(where + odd).status_code == 200


def test_whose_messages_one_may_not_read_are_not_counted_for_one(cast, run, client):
    """Security's messages are not Ada's, who administers in Care."""
    channel = Channel.objects.create(
        brand=cast.brand, team=cast.teams["security"], slug="s", name="Secret", network="webhook"
    )
    hidden = run.changes.order_by("pk")[0]
    Interaction.objects.filter(pk=hidden.message).update(team=cast.teams["security"], channel=channel)
    run.changes.filter(pk=hidden.pk).update(team=cast.teams["security"].pk)
    client.force_login(cast.ada)
    page = client.get(reverse("reports:back_test", args=[run.pk]))
    assert page.context["samples"].seen == 2
    assert "where is my trunk 0" not in page.content.decode()
    assert "3 in all; you may read 2." in page.content.decode()
    client.post(reverse("reports:read_back_test", args=[run.pk]), {"change": [hidden.pk]})
    assert not BackTestReading.objects.exists()


@pytest.mark.parametrize("name", ["amara", "dev", "axel", "nora"])
def test_who_does_not_edit_the_playbook_has_no_back_test(cast, run, client, name):
    client.force_login(getattr(cast, name))
    for view in ("back_test", "back_test_panel"):
        assert client.get(reverse(f"reports:{view}", args=[run.pk])).status_code == 404
    assert client.post(reverse("reports:read_back_test", args=[run.pk])).status_code == 404
    begun = client.post(reverse("reports:begin_back_test", args=[run.version_id]))
    assert begun.status_code in {403, 404}


def test_a_stale_run_says_so(cast, run, client):
    actions.retire(by=cast.ada, thing=cast.topics["hacking"])
    client.force_login(cast.ada)
    page = client.get(reverse("reports:back_test", args=[run.pk])).content.decode()
    assert "The draft was changed after this." in page
    assert "Not back-tested as it is." in client.get(reverse("playbook:board")).content.decode()


def test_the_pages_ask_the_same_queries_however_much_was_found(cast, draft, client, django_assert_max_num_queries):
    for number in range(30):
        cast.received(f"my trunk {number}")
    run = actions.begin_back_test(by=cast.ada, version=draft)
    back_testing.carry_on(run.pk)
    client.force_login(cast.ada)
    client.get(reverse("reports:back_test", args=[run.pk]))
    with django_assert_max_num_queries(25):
        client.get(reverse("reports:back_test", args=[run.pk]))


def test_a_rule_is_tried_on_the_newest_messages_before_it_counts(cast, client):
    """A rule that is not in use yet speaks in its dry run, of what its reader may read, and changes nothing."""
    for text in ("a trunk", "a trunk hacked: account hacked", "nothing"):
        cast.received(text)
    rule = Rule(topic=cast.topics["baggage"], name="Trunks", any_of=["trunk"], is_active=False)
    actions.save_rule(by=cast.ada, rule=rule)
    where = reverse("reports:dry_run", args=["baggage"]) + "?brand=tern-air&rule=Trunks&last=100"
    client.force_login(cast.ada)
    page = client.get(where)
    found = page.context["found"]
    assert (found.looked_at, found.spoken, found.enough, found.stricter) == (3, 2, 2, 1)
    assert '<mark class="m-yellow" title="Trunks">trunk' in page.content.decode()
    assert client.get(where.replace("Trunks", "Nope")).status_code == 404
    assert open_draft(cast.brand).state == "draft"
    client.force_login(cast.amara)
    assert client.get(where).status_code == 403
    client.force_login(cast.nora)
    assert client.get(where).status_code in {403, 404}
