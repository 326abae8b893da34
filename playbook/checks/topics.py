"""What a playbook's topics, rules and plans must be: Invalid, with the sentence for the person who edits."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from accounts.models import Team
from accounts.refusals import Invalid
from playbook.current import spec_of
from playbook.models import CrisisContact, HouseRule, Level, Plan, Rule, Topic
from playbook.models.topics import HOLDING_NAMES_LEAST, HOLDING_NAMES_MOST
from playbook.specs import AUTHOR_TRAITS
from playbook.tone import TONES
from playbook.words import alternatives, trouble_with, word_pattern

MOST_WORDS = 1_000
MOST_OWN_WORDS = 200
LONGEST_WORD = 120
LONGEST_LOOK_BACK = 168
MOST_REPEATS = 20
KINDS = frozenset({"post", "mention", "comment", "review", "message", "email", "reply"})


def check_topic(topic: Topic) -> None:
    """A level of the three, an owner of the same brand, and for red at least two teams of the brand to release it."""
    if topic.level not in Level.values:
        raise Invalid(_("Choose green, yellow or red."))
    if topic.owner_team and topic.owner_team.brand_id != topic.brand_id:
        raise Invalid(_("The owner team belongs to another brand."))
    check_release_roles(topic.level, topic.release_roles)
    if topic.raises_to and topic.raises_to.brand_id != topic.brand_id:
        raise Invalid(_("The topic it is raised to belongs to another brand."))
    check_raises(topic.level, topic.raises_to, topic.raises_from_engagement, topic.raises_from_reach)
    if topic.is_life_safety and topic.level != Level.RED:
        raise Invalid(_("Where a life or a crime is at stake the flag is red."))
    if topic.is_life_safety and not topic.pages_at_once:
        raise Invalid(_("Where a life or a crime is at stake people are paged at once."))
    roles = set(topic.release_roles)
    known = Team.objects.filter(brand_id=topic.brand_id, is_active=True, slug__in=roles).values_list("slug", flat=True)
    if missing := roles.difference(known):
        raise Invalid(_("There is no team %(names)s in this brand.") % {"names": ", ".join(sorted(missing))})


def check_release_roles(level: str, roles: Iterable[str]) -> None:
    """Two teams decide together what may go out on red."""
    if level == Level.RED and len(set(roles)) < 2:
        raise Invalid(_("A red topic needs at least two teams that sign a release."))


def check_raises(level: str, to: Topic | None, engagement: int, reach: int) -> None:
    """What is raised goes to a stricter topic, and from some count on."""
    if to is None:
        if engagement or reach:
            raise Invalid(_("Choose the topic that it is raised to."))
        return
    if Level.values.index(to.level) <= Level.values.index(level or Level.GREEN):
        raise Invalid(_("It is raised to a stricter topic than it is."))
    if not engagement and not reach:
        raise Invalid(_("Say from which count on it is raised."))


def check_own_words(words: Iterable[str]) -> None:
    """Few and short enough to be looked for in every answer."""
    words = list(words)
    if len(words) > MOST_OWN_WORDS:
        raise Invalid(
            _("%(count)s entries are more than fit; keep the %(most)s that matter.")
            % {"count": len(words), "most": MOST_OWN_WORDS}
        )
    if too_long := next((word for word in words if len(word) > LONGEST_WORD), None):
        raise Invalid(_("“%(word)s…” is too long for one entry. Write one a line.") % {"word": too_long[:40]})


def check_rule(rule: Rule) -> None:
    """Something to look for, in words that can be found and an expression that can be read."""
    entries = [*rule.any_of, *rule.all_of, *rule.none_of]
    if not spec_of(rule).has_words and not spec_of(rule).has_facts:
        raise Invalid(_("Write at least one word, or an expression: a rule without either would never speak."))
    check_conditions(rule)
    words = [word for entry in entries for word in alternatives(entry)]
    if len(words) > MOST_WORDS:
        raise Invalid(_("%(count)s words are more than one rule takes; split it.") % {"count": len(words)})
    for word in words:
        if len(word) > LONGEST_WORD or not word_pattern(word):
            raise Invalid(_("“%(word)s” is not a word or phrase that can be found.") % {"word": word[:LONGEST_WORD]})
    check_expression(rule.expression)


def check_conditions(rule: Rule) -> None:
    """Traits, kinds and tones that there are, and a look back that the database can answer."""
    for entry in sorted({*rule.author_is} - {*AUTHOR_TRAITS} | {*rule.kinds} - KINDS | {*rule.tones} - {*TONES}):
        raise Invalid(_("“%(entry)s” is not known here.") % {"entry": entry})
    if rule.min_repeats > MOST_REPEATS or not 1 <= rule.within_hours <= LONGEST_LOOK_BACK:
        raise Invalid(
            _("Count up to %(times)s messages within 1 to %(hours)s hours.")
            % {"times": MOST_REPEATS, "hours": LONGEST_LOOK_BACK}
        )


def check_expression(expression: str) -> None:
    """RE2 can read it, and it does not match everything."""
    if expression and (trouble := trouble_with(expression)):
        raise Invalid(_("This expression cannot be used: %(reason)s.") % {"reason": trouble})


def check_crisis_contact(contact: CrisisContact, topics: Collection[Topic] | None = None) -> None:
    """It can be reached, its country is one, and it stands somewhere; ``topics`` None: those it has."""
    if not contact.phone and not contact.url:
        raise Invalid(_("Give a phone number or a web address."))
    if contact.url and not contact.url.startswith("https://"):
        raise Invalid(_("The web address begins with https://."))
    if contact.country and not (len(contact.country) == 2 and contact.country.isascii() and contact.country.isupper()):
        raise Invalid(_("A country is two capital letters, such as GB."))
    if any(topic.brand_id != contact.brand_id for topic in topics or ()):
        raise Invalid(_("A topic of another brand cannot be chosen."))
    if contact.stands_with == CrisisContact.Stands.TOPICS and topics is not None and not topics:
        raise Invalid(_("Choose the topics with which it is shown."))


def check_house_rule(rule: HouseRule) -> None:
    """It has a name and says something, and where it is published is a page."""
    if not rule.name.strip() or not rule.text.strip():
        raise Invalid(_("A house rule has a name, and says what one may not do."))
    if rule.url and not rule.url.startswith("https://"):
        raise Invalid(_("The web address begins with https://."))


def check_plan(plan: Plan) -> None:
    """A plan says what to do."""
    if not plan.internal_actions:
        raise Invalid(_("A plan needs at least one internal action."))
    if not HOLDING_NAMES_LEAST <= plan.holding_names <= HOLDING_NAMES_MOST:
        raise Invalid(_("A holding message goes out under two names at least, and five at most."))
    names = [scenario.get("name", "").strip() for scenario in plan.scenarios]
    if "" in names or len(set(names)) < len(names):
        raise Invalid(_("Every scenario has a name of its own."))
    for scenario in plan.scenarios:
        if not all(scenario.get(part) for part in ("complaint", "public_answer", "internal_actions")):
            raise Invalid(
                _("“%(name)s” needs what people say, what we say, and what we do.") % {"name": scenario["name"][:60]}
            )
