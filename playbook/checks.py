"""What a playbook's entries must be. Each check raises Invalid with the sentence for the person who edits."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Team
from accounts.refusals import Conflict, Invalid
from playbook.models import HoldingMessage, Level, Plan, ResponseTemplate, Rule, Topic
from playbook.variables import CLOSED, names_in
from playbook.words import alternatives, trouble_with, word_pattern

MOST_WORDS = 1_000
LONGEST_WORD = 120


def check_topic(topic: Topic) -> None:
    """A level of the three, an owner of the same brand, and for red at least two teams of the brand to release it."""
    if topic.level not in Level.values:
        raise Invalid(_("Choose green, yellow or red."))
    if topic.owner_team and topic.owner_team.brand_id != topic.brand_id:
        raise Invalid(_("The owner team belongs to another brand."))
    check_release_roles(topic.level, topic.release_roles)
    roles = set(topic.release_roles)
    known = Team.objects.filter(brand_id=topic.brand_id, is_active=True, slug__in=roles).values_list("slug", flat=True)
    if missing := roles.difference(known):
        raise Invalid(_("There is no team %(names)s in this brand.") % {"names": ", ".join(sorted(missing))})


def check_release_roles(level: str, roles: Iterable[str]) -> None:
    """Two teams decide together what may go out on red."""
    if level == Level.RED and len(set(roles)) < 2:
        raise Invalid(_("A red topic needs at least two teams that sign a release."))


def check_rule(rule: Rule) -> None:
    """Something to look for, in words that can be found and an expression that can be read."""
    entries = [*rule.any_of, *rule.all_of, *rule.none_of]
    if not (rule.any_of or rule.all_of or rule.expression):
        raise Invalid(_("Write at least one word, or an expression: a rule without either would never speak."))
    words = [word for entry in entries for word in alternatives(entry)]
    if len(words) > MOST_WORDS:
        raise Invalid(_("%(count)s words are more than one rule takes; split it.") % {"count": len(words)})
    for word in words:
        if len(word) > LONGEST_WORD or not word_pattern(word):
            raise Invalid(_("“%(word)s” is not a word or phrase that can be found.") % {"word": word[:LONGEST_WORD]})
    check_expression(rule.expression)


def check_expression(expression: str) -> None:
    """RE2 can read it, and it does not match everything."""
    if expression and (trouble := trouble_with(expression)):
        raise Invalid(_("This expression cannot be used: %(reason)s.") % {"reason": trouble})


def check_plan(plan: Plan) -> None:
    """A plan says what to do."""
    if not plan.internal_actions:
        raise Invalid(_("A plan needs at least one internal action."))


def check_closed_variables(text: str) -> None:
    """A holding message varies only in the name and the time of the next update."""
    if others := names_in(text) - CLOSED:
        names = ", ".join(f"{{{name}}}" for name in sorted(others))
        raise Invalid(_("A holding message may only use {name} and {next_update}, not %(names)s.") % {"names": names})


def check_topics_of_brand(topics: Iterable[Topic], brand_id: int) -> None:
    """Words fit topics of their own brand only."""
    if any(topic.brand_id != brand_id for topic in topics):
        raise Invalid(_("A topic of another brand cannot be chosen."))


def check_may_sign(words: ResponseTemplate | HoldingMessage, person_id: int | None) -> None:
    """Whoever signs is a person who has not signed or, for a template, written this version."""
    if words.is_retired:
        raise Conflict(_("This text is retired. Restore it before approving it."))
    if isinstance(words, ResponseTemplate):
        if words.approved_by_id is not None:
            raise Conflict(_("This version is approved already."))
        if words.written_by_id == person_id:
            raise Conflict(_("You wrote this version, so someone else approves it."))
        return
    if words.second_approver_id is not None:
        raise Conflict(_("This version is approved by two already."))
    if words.first_approver_id == person_id:
        raise Conflict(_("You approved this version already. A second person has to."))
