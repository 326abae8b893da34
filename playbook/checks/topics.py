"""What a playbook's topics, rules and plans must be: Invalid, with the sentence for the person who edits."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Team
from accounts.refusals import Invalid
from playbook.models import Level, Plan, Rule, Topic
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
