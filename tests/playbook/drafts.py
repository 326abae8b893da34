"""Drafts of the taxonomy on their way."""

from django.urls import reverse

from playbook import actions
from playbook.drafting import open_draft
from playbook.models import Rule, TaxonomyVersion


def url(name: str, *args) -> str:
    return reverse(f"playbook:{name}", args=args)


def written(cast, by=None) -> TaxonomyVersion:
    """A draft in which a trunk is baggage too."""
    rule = Rule.objects.get(topic=cast.topics["baggage"], name="bag")
    rule.any_of = [*rule.any_of, "trunk"]
    actions.save_rule(by=by or cast.ada, rule=rule)
    return open_draft(cast.brand)


def asked(cast, by=None) -> TaxonomyVersion:
    return actions.ask_to_publish(by=by or cast.ada, version=written(cast, by), why="Trunks got lost")


def published(cast, second_admin) -> TaxonomyVersion:
    draft = asked(cast)
    return actions.publish(by=second_admin, version=draft, sha256=draft.sha256)


def fresh(version: TaxonomyVersion) -> TaxonomyVersion:
    return TaxonomyVersion.objects.get(pk=version.pk)
