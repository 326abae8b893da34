"""Nobody publishes alone, through no path; but the first version of a brand replaces nothing."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from accounts.actors import SYSTEM
from accounts.models import Brand, Membership, Role, Team, User
from accounts.refusals import Conflict, NotAllowed
from accounts.sync import sync_roles
from playbook import actions
from playbook.content.reading import read
from playbook.current import judge_for
from playbook.drafting import in_force, open_draft
from playbook.loading import load
from playbook.models import TaxonomyVersion, Topic
from tests.playbook.drafts import asked, fresh, url, written

pytestmark = pytest.mark.django_db


def test_who_asked_does_not_publish(cast, client):
    draft = asked(cast)
    with pytest.raises(NotAllowed, match="A second admin publishes it"):
        actions.publish(by=cast.ada, version=draft, sha256=draft.sha256)
    client.force_login(cast.ada)
    assert client.post(url("publish_version", draft.pk), {"sha256": draft.sha256}).status_code == 403
    assert fresh(draft).state == "asked"
    assert judge_for(cast.brand.pk).judge("my trunk").level is None


def test_what_nobody_asked_for_is_not_published(cast, second_admin):
    draft = written(cast)
    with pytest.raises(Conflict, match="Draft"):
        actions.publish(by=second_admin, version=draft, sha256=draft.sha256)


def test_an_edit_after_the_asking_takes_the_asking_back(cast, second_admin):
    """Ada asks; Bea changes it and would publish her own words with Ada's name: she has to ask herself."""
    draft = asked(cast)
    actions.retire(by=second_admin, thing=cast.topics["praise"])
    assert fresh(draft).state == "draft"
    assert fresh(draft).asker is None
    with pytest.raises(Conflict):
        actions.publish(by=second_admin, version=draft, sha256=fresh(draft).sha256)


def test_only_the_document_that_was_read_is_published(cast, second_admin, client):
    draft = asked(cast)
    shown = draft.sha256
    actions.retire(by=cast.ada, thing=cast.topics["praise"])
    actions.ask_to_publish(by=cast.ada, version=draft)
    client.force_login(second_admin)
    assert client.post(url("publish_version", draft.pk), {"sha256": shown}).status_code == 409
    assert client.post(url("publish_version", draft.pk)).status_code == 409
    assert fresh(draft).state == "asked"


@pytest.mark.parametrize("name", ["amara", "dev", "axel", "nora"])
def test_nobody_but_an_admin_of_the_brand_moves_a_draft(cast, name):
    draft = asked(cast)
    person = getattr(cast, name)
    for move in (
        lambda: actions.publish(by=person, version=draft, sha256=draft.sha256),
        lambda: actions.discard(by=person, version=draft),
        lambda: actions.ask_to_publish(by=person, version=draft),
        lambda: actions.draft_from_version(by=person, version=draft),
        lambda: actions.draft_from_file(by=person, brand=cast.brand, content=read()),
    ):
        with pytest.raises(NotAllowed):
            move()
    assert fresh(draft).state == "asked"


def test_a_machine_with_an_admins_role_never_publishes(cast):
    draft = asked(cast)
    bot = User.objects.create_user("bot@tern.example", full_name="Bot", is_machine=True)
    Membership.objects.create(team=cast.teams["care"], user=bot, role=Role.objects.get(slug="admin"))
    sync_roles()
    with pytest.raises(NotAllowed):
        actions.publish(by=bot, version=draft, sha256=draft.sha256)


@pytest.mark.parametrize(
    "forged",
    [
        {"publisher": "ada", "asker": "ada"},
        {"publisher": None, "asker": "ada"},
        {"publisher": "ada", "asker": None},
        {"publisher": None, "asker": None},  # the product itself would have no author
    ],
)
def test_the_database_refuses_what_one_person_publishes(cast, forged):
    draft = asked(cast)
    people = {name: name and getattr(cast, name) for name in forged.values()}
    TaxonomyVersion.objects.filter(number=1).update(state="superseded")
    with pytest.raises(IntegrityError, match="nobody_publishes_alone"), transaction.atomic():
        TaxonomyVersion.objects.filter(pk=draft.pk).update(
            state="published",
            published_at=timezone.now(),
            playbook_version=9,
            **{name: people[who] for name, who in forged.items()},
        )


def test_the_database_keeps_one_version_in_force_and_one_draft(cast, second_admin):
    draft = written(cast)
    values = {"document": {}, "sha256": "", "saved_at": timezone.now(), "brand": cast.brand}
    with pytest.raises(IntegrityError), transaction.atomic():
        TaxonomyVersion.objects.create(number=9, author=cast.ada, saved_by=cast.ada, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        TaxonomyVersion.objects.create(
            number=9, state="published", published_at=timezone.now(), playbook_version=9, **values
        )
    with pytest.raises(AttributeError):
        draft.state = "published"
    with pytest.raises(TransitionNotAllowed):
        draft.move_to_published(second_admin, 9, timezone.now())


def test_the_machine_alone_would_publish_but_the_database_does_not(cast):
    draft = asked(cast)
    TaxonomyVersion.objects.filter(number=1).update(state="superseded")
    draft.move_to_published(cast.ada, 9, timezone.now())
    with pytest.raises(IntegrityError, match="nobody_publishes_alone"), transaction.atomic():
        draft.save()


# A new brand


@pytest.fixture
def new_brand(db) -> Brand:
    return Brand.objects.create(slug="moor", name="Moor")


@pytest.fixture
def only_admin(cast, new_brand) -> User:
    """Mo, who administers Moor alone."""
    team = Team.objects.create(brand=new_brand, slug="care", name="Care")
    mo = User.objects.create_user("mo@moor.example", "x", full_name="Mo Sand")
    Membership.objects.create(team=team, user=mo, role=Role.objects.get(slug="admin"))
    sync_roles()
    return User.objects.get(pk=mo.pk)


def begun(brand: Brand, by: User, slug: str = "hello") -> TaxonomyVersion:
    actions.save_topic(by=by, topic=Topic(brand=brand, slug=slug, name=slug.title(), level="green", area="care"))
    return actions.ask_to_publish(by=by, version=open_draft(brand))


def test_the_only_admin_of_a_new_brand_begins_alone_once(new_brand, only_admin):
    discarded = begun(new_brand, only_admin)
    actions.discard(by=only_admin, version=discarded)  # a draft thrown away does not use the beginning up
    first = begun(new_brand, only_admin)
    actions.publish(by=only_admin, version=first, sha256=first.sha256)
    assert (in_force(new_brand).number, Topic.objects.get(brand=new_brand).slug) == (1, "hello")
    second = begun(new_brand, only_admin, "again")
    with pytest.raises(NotAllowed):
        actions.publish(by=only_admin, version=second, sha256=second.sha256)
    assert not Topic.objects.filter(slug="again").exists()


def test_what_is_loaded_is_version_one_and_ends_beginning_alone(new_brand, only_admin):
    load(by=SYSTEM, brand=new_brand, content=read())
    assert (in_force(new_brand).number, in_force(new_brand).publisher) == (1, None)
    second = begun(new_brand, only_admin)
    with pytest.raises(NotAllowed):
        actions.publish(by=only_admin, version=second, sha256=second.sha256)


def test_loading_waits_while_a_draft_is_open(cast):
    written(cast)
    with pytest.raises(Conflict, match="v2 is open"):
        load(by=SYSTEM, brand=cast.brand, content=read())
    with pytest.raises(Conflict, match="v2 is open"):
        actions.save_topic(by=SYSTEM, topic=Topic(brand=cast.brand, slug="x", name="X", level="green", area="care"))
