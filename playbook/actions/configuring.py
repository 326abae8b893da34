"""A whole configuration from a file: each part on the way that it has anyway."""

from dataclasses import dataclass, fields

from django.db import transaction

from accounts.models import Brand, User
from accounts.rights import check_can
from playbook.actions.entries import save_crisis_contact, save_own_words
from playbook.actions.importing import import_words
from playbook.actions.versions import draft_from_file
from playbook.content.entries import Content, CrisisContactContent
from playbook.drafting import standing
from playbook.importing import Planned
from playbook.models import CrisisContact, HoldingMessage, Playbook, ResponseTemplate, TaxonomyVersion, Topic
from playbook.whole.configuration import row_of
from playbook.whole.document import covering, digest
from playbook.whole.files import from_content


@dataclass(frozen=True)
class Brought:
    """What a file brought: the draft, if its topics or checklist say something new; what became of each text; how many
    were added of whom to call, and who waits until their topics are in force."""

    draft: TaxonomyVersion | None
    texts: list[Planned]
    contacts: int
    waiting: list[str]

    @property
    def proposed(self) -> int:
        return sum(each.words is not None for each in self.texts)

    @property
    def wrong(self) -> list[Planned]:
        """Texts that cannot be taken in, most of them because their topics are not in force yet."""
        return [each for each in self.texts if each.outcome == "wrong"]


@transaction.atomic
def bring_configuration(*, by: User, brand: Brand, content: Content, note: str = "") -> Brought:
    """Topics and checklist become the draft; texts wait for their approval; whom to call and own words are added.
    Nothing in use changes by it. Raises Conflict while there is a draft, if the file would begin one."""
    check_can(by, "edit_playbook", brand)
    texts: list[Planned] = []
    for model, answers in ((ResponseTemplate, content.templates), (HoldingMessage, content.holding_messages)):
        if answers:
            rows = [row_of(answer) for answer in answers]
            texts += import_words(by=by, brand=brand, model=model, rows=rows, note=note)
    topics = {topic.slug: topic for topic in Topic.objects.live().filter(brand=brand)}
    waiting = [each.name for each in content.crisis_contacts if not topics.keys() >= set(each.topics)]
    wanted = [each for each in content.crisis_contacts if topics.keys() >= set(each.topics)]
    contacts = sum(_add_contact(by, brand, each, [topics[slug] for slug in each.topics]) for each in wanted)
    if content.own_words:
        known = Playbook.objects.filter(brand=brand).values_list("own_words", flat=True).first() or []
        save_own_words(by=by, brand=brand, words=list(dict.fromkeys([*known, *content.own_words])))
    return Brought(_draft(by, brand, content), texts, contacts, waiting)


def _draft(by: User, brand: Brand, content: Content) -> TaxonomyVersion | None:
    if not content.topics and not content.checklist:
        return None
    now = standing(brand)
    if digest(covering(from_content(content), now)) == digest(now):
        return None
    return draft_from_file(by=by, brand=brand, content=content)


def _add_contact(by: User, brand: Brand, wanted: CrisisContactContent, topics: list[Topic]) -> bool:
    """What is there already keeps its own; nothing says that anybody has checked what is new."""
    values = {field.name: getattr(wanted, field.name) for field in fields(wanted) if field.name != "topics"}
    known = CrisisContact.objects.filter(
        brand=brand, kind=wanted.kind, name=wanted.name, country=wanted.country, network=wanted.network
    )
    if known.exists():
        return False
    save_crisis_contact(by=by, contact=CrisisContact(brand=brand, position=1, **values), topics=topics or None)
    return True
