"""Making a document the brand's rows. The caller holds the brand's playbook and writes the record."""

from django.utils.translation import gettext as _

from accounts.models import Brand
from accounts.refusals import Invalid
from playbook.models import Plan, Rule, Topic
from playbook.whole.building import Whole, build, check_changed, document_of
from playbook.whole.document import Document, digest


def apply(brand: Brand, document: Document) -> None:
    """Afterwards ``document_of`` is this document. Topics, lines and maps are never deleted: it has to know them all.

    Rules and plans are no things of their own: one that the document does not have goes, and the versions keep it.
    Raises Invalid for what could not be edited that way either.
    """
    standing = document_of(brand.pk)
    for name in ("topics", "checklist", "maps"):
        known = {entry["slug"] for entry in document.get(name, ())}
        if missing := {entry["slug"] for entry in standing.get(name, ())} - known:
            raise Invalid(_("Nothing is deleted: retire %(names)s instead.") % {"names": ", ".join(sorted(missing))})
    if digest(standing) == digest(document):
        return
    whole = build(brand, document)
    check_changed(whole, standing, document)
    _save_topics(whole)
    for slug, topic in whole.topics.items():
        _save_parts(topic, whole, slug)
    for slug, line in whole.lines.items():
        line.save()
        line.topics.set(whole.topics_of[slug])
    for row in whole.maps.values():
        row.save()


def _save_topics(whole: Whole) -> None:
    """Those that are new first without what raises them: what they are raised to may be new as well."""
    for topic in whole.topics.values():
        if topic.pk is None:
            to, topic.raises_to = topic.raises_to, None
            counts = topic.raises_from_engagement, topic.raises_from_reach
            topic.raises_from_engagement = topic.raises_from_reach = 0
            topic.save()
            topic.raises_to, (topic.raises_from_engagement, topic.raises_from_reach) = to, counts
    for topic in whole.topics.values():
        _refer(topic, "raises_to")
        topic.save()


def _save_parts(topic: Topic, whole: Whole, slug: str) -> None:
    plan = whole.plans.get(slug)
    if plan is None:
        Plan.objects.filter(topic=topic).delete()
    else:
        _refer(plan, "topic")
        plan.save()
    names = [rule.name for rule in whole.rules[slug]]
    Rule.objects.filter(topic=topic).exclude(name__in=names).delete()
    for rule in whole.rules[slug]:
        _refer(rule, "topic")
        rule.save()


def _refer(row: Topic | Plan | Rule, name: str) -> None:
    """Take the key that the other row has got meanwhile."""
    setattr(row, name, getattr(row, name))
