"""What an edit page works on: the brand's draft over its rows, or what is in force where there is no draft."""

from functools import cached_property

from accounts.models import Brand
from playbook.drafting import in_force, open_draft
from playbook.models import ChecklistItem, Plan, ResponseMap, Rule, TaxonomyVersion, Topic
from playbook.whole.building import Whole, build, document_of
from playbook.whole.comparing import Change, compare
from playbook.whole.document import Document, Entry, digest, found, maps_in
from playbook.writing import fields_of, named


class Sheet:
    """Instances as the draft has them; those that only the draft knows have no key."""

    def __init__(self, brand: Brand) -> None:
        self.brand = brand
        self.draft: TaxonomyVersion | None = open_draft(brand)
        self.in_force: TaxonomyVersion | None = in_force(brand)

    @cached_property
    def standing(self) -> Document:
        return self.in_force.document if self.in_force else document_of(self.brand.pk)

    @cached_property
    def document(self) -> Document:
        return self.draft.document if self.draft else self.standing

    @cached_property
    def whole(self) -> Whole:
        return build(self.brand, self.document)

    @cached_property
    def changes(self) -> list[Change]:
        """What the draft changes; nothing where there is none."""
        return compare(self.standing, self.document) if self.draft else []

    def entry(self, slug: str) -> Entry | None:
        return found(self.document["topics"], slug)

    def topic(self, slug: str) -> Topic | None:
        return self.whole.topics.get(slug)

    def plan(self, slug: str) -> Plan | None:
        return self.whole.plans.get(slug)

    def rules(self, slug: str) -> list[Rule]:
        return self.whole.rules.get(slug, [])

    def line(self, slug: str) -> ChecklistItem | None:
        return self.whole.lines.get(slug)

    def map(self, slug: str) -> ResponseMap | None:
        return self.whole.maps.get(slug)

    def map_entry(self, slug: str) -> Entry | None:
        return found(maps_in(self.document), slug)

    def seen_topic(self, slug: str) -> str:
        """What the page of this topic's fields shows, in short, to be sent back with them; so are the next four."""
        return digest(fields_of(self.entry(slug)))

    def seen_plan(self, slug: str) -> str:
        return digest((self.entry(slug) or {}).get("plan"))

    def seen_rule(self, slug: str, name: str) -> str:
        return digest(named((self.entry(slug) or {}).get("rules", []), name))

    def seen_line(self, slug: str) -> str:
        return digest(found(self.document["checklist"], slug))
