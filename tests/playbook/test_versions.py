"""Versions of the taxonomy: written in a draft, asked for by one admin, published by another, and gone back to."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Team
from accounts.refusals import Conflict, Invalid, NotAllowed
from audit.models import Event
from playbook import actions
from playbook.content.reading import parse
from playbook.current import judge_for, judged_by, version_of
from playbook.drafting import in_force, open_draft
from playbook.models import ChecklistItem, Rule, TaxonomyVersion, Topic
from playbook.whole.building import document_of
from playbook.whole.files import to_toml
from tests.playbook.drafts import asked, fresh, published, url, written

pytestmark = pytest.mark.django_db


def test_a_draft_judges_nothing_until_a_second_admin_publishes_it(cast, second_admin):
    draft = asked(cast)
    assert judge_for(cast.brand.pk).judge("my trunk").level is None
    before = version_of(cast.brand.pk)
    done = actions.publish(by=second_admin, version=draft, sha256=draft.sha256)
    assert judge_for(cast.brand.pk).judge("my trunk").level == "yellow"
    assert (done.state, done.number, done.publisher) == ("published", 2, second_admin)
    assert version_of(cast.brand.pk) == done.playbook_version == before + 1
    assert document_of(cast.brand.pk) == done.document
    event = Event.objects.filter(name="playbook.version_published").latest("pk")
    assert (event.actor_id, event.facts["number"]) == (second_admin.pk, 2)
    assert TaxonomyVersion.objects.get(number=1).state == "superseded"


def test_what_stood_before_the_first_draft_is_version_one_of_the_product_itself(cast):
    rows = document_of(cast.brand.pk)
    written(cast)
    first = TaxonomyVersion.objects.get(number=1)
    assert (first.document, first.publisher, first.author, first.state) == (rows, None, None, "published")


def test_every_message_keeps_the_version_that_judged_it(cast, second_admin):
    early = cast.received("My suitcase")
    draft = written(cast)
    during = cast.received("My suitcase")
    actions.ask_to_publish(by=cast.ada, version=draft)
    actions.publish(by=second_admin, version=draft, sha256=draft.sha256)
    actions.retire(by=cast.ada, thing=cast.template)  # another edit between: the whole stays
    late = cast.received("My trunk")
    behind = [judged_by(cast.brand.pk, row.playbook_version) for row in (early, during, late)]
    assert [version.number for version in behind] == [1, 1, 2]
    assert late.level == "yellow"
    assert judged_by(cast.brand.pk, 0) is None


# On the way


def test_a_draft_that_changes_nothing_is_not_asked_for(cast):
    draft = written(cast)
    actions.save_rule(by=cast.ada, rule=Rule.objects.get(name="bag"))
    with pytest.raises(Invalid, match="changes nothing"):
        actions.ask_to_publish(by=cast.ada, version=draft)


def test_discarding_leaves_everything_as_it_is(cast):
    rows, draft = document_of(cast.brand.pk), asked(cast)
    actions.discard(by=cast.ada, version=draft)
    assert (fresh(draft).state, open_draft(cast.brand), document_of(cast.brand.pk)) == ("withdrawn", None, rows)
    with pytest.raises(Conflict, match="Discarded"):
        actions.discard(by=cast.ada, version=draft)


def test_a_team_that_left_meanwhile_is_said_when_asking(cast):
    draft = written(cast)
    topic = Topic.objects.get(pk=cast.topics["praise"].pk)
    topic.owner_team = cast.teams["legal"]
    actions.save_topic(by=cast.ada, topic=topic)
    Team.objects.filter(slug="legal").update(slug="law")
    with pytest.raises(Invalid, match="There is no team legal"):
        actions.ask_to_publish(by=cast.ada, version=draft)


def test_going_back_takes_two_as_well_and_retires_what_came_since(cast, second_admin):
    ChecklistItem.objects.create(brand=cast.brand, slug="calm", wording="Calm")
    old = document_of(cast.brand.pk)
    written(cast)
    actions.save_topic(by=cast.ada, topic=Topic(brand=cast.brand, slug="new", name="New", level="green", area="care"))
    draft = actions.ask_to_publish(by=cast.ada, version=open_draft(cast.brand))
    actions.publish(by=second_admin, version=draft, sha256=draft.sha256)
    flagged = cast.flagged("praise")
    first = TaxonomyVersion.objects.get(number=1)
    with pytest.raises(Invalid, match="was in force before"):
        actions.draft_from_version(by=cast.ada, version=fresh(draft))
    back = actions.draft_from_version(by=cast.ada, version=first)
    with pytest.raises(Conflict, match="v3 is open, saved by Ada Lind"):
        actions.draft_from_version(by=second_admin, version=first)
    actions.ask_to_publish(by=cast.ada, version=back)
    with pytest.raises(NotAllowed):
        actions.publish(by=cast.ada, version=back, sha256=back.sha256)
    actions.publish(by=second_admin, version=back, sha256=back.sha256)
    assert (in_force(cast.brand).number, in_force(cast.brand).restores) == (3, 1)
    assert judge_for(cast.brand.pk).judge("my trunk").level is None
    assert Topic.objects.get(slug="new").is_retired
    kept = [topic for topic in document_of(cast.brand.pk)["topics"] if topic["slug"] != "new"]
    assert kept == old["topics"]
    assert flagged.flags.get().topic == cast.topics["praise"]


def test_the_file_that_goes_out_comes_in_as_the_same_draft(cast, second_admin, client):
    done = published(cast, second_admin)
    client.force_login(second_admin)
    file = client.get(url("export_version", done.pk))
    assert file["Content-Disposition"] == 'attachment; filename="tern-air-playbook-v2.toml"'
    same = actions.draft_from_file(by=cast.ada, brand=cast.brand, content=parse(file.content, "it"))
    assert same.sha256 == done.sha256
    actions.discard(by=cast.ada, version=same)
    changed = to_toml(done.document, "Ours").replace('"trunk"', '"valise"').encode()
    from_page = client.post(url("import_version"), {"file": _file(changed)})
    assert from_page.url == open_draft(cast.brand).get_absolute_url()
    assert "valise" in client.get(from_page.url).content.decode()
    assert client.post(url("import_version"), {"file": _file(b"topics = 5")}).status_code == 422


def _file(content: bytes):
    return SimpleUploadedFile("ours.toml", content)
