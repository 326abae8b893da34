"""The actions on the words of the playbook, each with something to act upon."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Membership, Role, User
from accounts.sync import sync_roles
from playbook import actions
from playbook.content.presets import PRESETS
from playbook.content.reading import read
from playbook.exchange import Row
from playbook.models import HoldingMessage, ResponseTemplate, Rule, TaxonomyVersion
from tests.cast import Cast


def propose_new(cast: Cast) -> Callable[[], Any]:
    message = HoldingMessage(brand=cast.brand, name="New", language="en")
    return lambda: actions.propose_new(by=cast.amara, words=message, text="{name}, we are looking.")


def propose_change(cast: Cast) -> Callable[[], Any]:
    return lambda: actions.propose_change(by=cast.amara, words=cast.template, text="{name}, your bag is here.")


def change_details(cast: Cast) -> Callable[[], Any]:
    return lambda: actions.change_details(by=cast.ada, words=cast.template, topics=[cast.topics["praise"]])


def approve(cast: Cast) -> Callable[[], Any]:
    words = propose_change(cast)()
    return lambda: actions.approve_wording(by=cast.ada, words=words, number=2)


def turn_down(cast: Cast) -> Callable[[], Any]:
    words = propose_change(cast)()
    return lambda: actions.turn_down_wording(by=cast.ada, words=words, number=2, reason="Too long.")


def mark_reviewed(cast: Cast) -> Callable[[], Any]:
    ahead = timezone.localdate() + timedelta(days=90)
    return lambda: actions.mark_reviewed(by=cast.ada, words=cast.template, review_by=ahead)


def import_words(cast: Cast) -> Callable[[], Any]:
    rows = [Row(name="New", language="en", text="Hello.")]
    return lambda: actions.import_words(by=cast.ada, brand=cast.brand, model=ResponseTemplate, rows=rows)


def second_admin(cast: Cast) -> User:
    bea = User.objects.create_user("bea@tern.example", "x", full_name="Bea Lund")
    Membership.objects.create(team=cast.teams["care"], user=bea, role=Role.objects.get(slug="admin"))
    sync_roles()
    return bea


def drafted(cast: Cast) -> TaxonomyVersion:
    actions.retire(by=cast.ada, thing=cast.topics["praise"])
    return TaxonomyVersion.objects.open().get(brand=cast.brand)


def asked(cast: Cast) -> TaxonomyVersion:
    return actions.ask_to_publish(by=cast.ada, version=drafted(cast))


def ask(cast: Cast) -> Callable[[], Any]:
    draft = drafted(cast)
    return lambda: actions.ask_to_publish(by=cast.ada, version=draft)


def publish(cast: Cast) -> Callable[[], Any]:
    draft, bea = asked(cast), second_admin(cast)
    return lambda: actions.publish(by=bea, version=draft, sha256=draft.sha256)


def discard(cast: Cast) -> Callable[[], Any]:
    draft = drafted(cast)
    return lambda: actions.discard(by=cast.ada, version=draft)


def go_back(cast: Cast) -> Callable[[], Any]:
    publish(cast)()
    first = TaxonomyVersion.objects.get(brand=cast.brand, number=1)
    return lambda: actions.draft_from_version(by=cast.ada, version=first)


def back_test(cast: Cast) -> Callable[[], Any]:
    bag = Rule.objects.get(topic=cast.topics["baggage"], name="bag")
    bag.any_of = [*bag.any_of, "trunk"]
    actions.save_rule(by=cast.ada, rule=bag)
    draft = TaxonomyVersion.objects.open().get(brand=cast.brand)
    return lambda: actions.begin_back_test(by=cast.ada, version=draft)


def from_preset(cast: Cast) -> Callable[[], Any]:
    retail = PRESETS[1]
    return lambda: actions.draft_from_preset(by=cast.ada, brand=cast.brand, preset=retail, teams={})


VERSIONS: dict[str, Callable[[Cast], Callable[[], Any]]] = {
    "playbook.ask_to_publish": ask,
    "playbook.publish": publish,
    "playbook.discard": discard,
    "playbook.begin_back_test": back_test,
    "playbook.draft_from_preset": from_preset,
    "playbook.decide_topic": lambda c: lambda: actions.decide_topic(by=c.ada, topic=c.topics["praise"]),
    "playbook.bring_configuration": lambda c: (
        lambda: actions.bring_configuration(by=c.ada, brand=c.brand, content=read())
    ),
    "playbook.draft_from_version": go_back,
    "playbook.draft_from_file": lambda c: lambda: actions.draft_from_file(by=c.ada, brand=c.brand, content=read()),
}
LIBRARY: dict[str, Callable[[Cast], Callable[[], Any]]] = {
    "playbook.propose_new": propose_new,
    "playbook.propose_change": propose_change,
    "playbook.change_details": change_details,
    "playbook.approve_wording": approve,
    "playbook.turn_down_wording": turn_down,
    "playbook.mark_reviewed": mark_reviewed,
    "playbook.import_words": import_words,
}
