"""What the core asks of this room: whose names does this draft need, and why."""

from accounts.models import Team, User
from accounts.rights import people_with
from approvals import policy, rules
from approvals.policy import Ask, Facts, Hand
from approvals.probations import is_on_probation
from interactions.edits import departure
from interactions.models import Draft, Interaction
from interactions.ports import Requirement, Step


def requirement_for(draft: Draft) -> Requirement:
    """Fills ``interactions.ports.sign_off``. A handful of small queries, whatever the length of the history."""
    hands = _hands(draft)
    version, in_force = rules.in_force(draft.interaction.brand_id)
    decision = policy.decide(facts_of(draft, hands), in_force)
    steps = _steps(decision.asks, draft.interaction.team, hands)
    return Requirement(steps=steps, reasons=decision.reasons, policy_version=version)


def is_new(author: User, interaction: Interaction) -> bool:
    """Fills ``interactions.ports.is_new``: on probation where this answer would go out."""
    return bool(is_on_probation([author.pk], interaction.team_id, interaction.level))


def facts_of(draft: Draft, hands: list[User]) -> Facts:
    """The draft as the policy sees it."""
    interaction = draft.interaction
    on_probation = is_on_probation({hand.pk for hand in hands}, interaction.team_id, interaction.level)
    return Facts(
        level=interaction.level,
        hands=tuple(
            Hand(str(hand), pk=hand.pk, is_machine=hand.is_machine, is_on_probation=hand.pk in on_probation)
            for hand in hands
        ),
        topics=_topics(interaction),
        channel=interaction.channel_id,
        is_public=draft.is_public if draft.is_public is not None else interaction.is_public,
        contact=_contact(interaction),
        followers=interaction.contact.followers or 0,
        departure=departure(draft.template.text, draft.text) if draft.template and draft.text else None,
        asks_second_pair=draft.asks_second_pair,
    )


def _hands(draft: Draft) -> list[User]:
    """The author, then the authors of the versions this one is built on; each once."""
    if draft.based_on_id is None:
        return [draft.author]
    versions = {version.pk: version for version in draft.interaction.drafts.select_related("author")}
    hands = {draft.author_id: draft.author}
    below = versions.get(draft.based_on_id)
    while below is not None:
        hands.setdefault(below.author_id, below.author)
        below = versions.get(below.based_on_id) if below.based_on_id else None
    return list(hands.values())


def _topics(interaction: Interaction) -> frozenset[int]:
    if not interaction.pk or not interaction.flag_version:
        return frozenset()
    return frozenset(interaction.flags.filter(withdrawn_at=None).values_list("topic_id", flat=True))


def _contact(interaction: Interaction) -> frozenset[str]:
    contact = interaction.contact
    said = {
        "press": contact.is_press,
        "verified": contact.is_verified,
        "influencer": contact.is_influencer,
        "employee": contact.is_employee,
        "vip": bool(contact.facts.get("vip")),
    }
    return frozenset(name for name, is_so in said.items() if is_so)


def _steps(asks: tuple[Ask, ...], own: Team, hands: list[User]) -> tuple[Step, ...]:
    """The teams behind the asks. A rule may name the own team by name as well: then the two are one step."""
    named = Team.objects.in_bulk({ask.team for ask in asks} - {policy.OWN_TEAM, own.pk})
    needed: dict[Team, int] = {}
    for ask in asks:
        team = named.get(ask.team, own)
        needed[team] = max(needed.get(team, 0), _number(ask, team, hands))
    return tuple(Step(team, number) for team, number in needed.items())


def _number(ask: Ask, team: Team, hands: list[User]) -> int:
    """Everybody of a team are those who may approve for it and had no hand in the text; at least one."""
    if ask.needed != policy.EVERYBODY:
        return ask.needed
    return max(people_with("approve", team).exclude(pk__in=[hand.pk for hand in hands]).count(), 1)
