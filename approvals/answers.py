"""What the core asks of this room: whose names does this draft need, and why."""

from decimal import Decimal

from accounts.models import Team, User
from accounts.rights import people_with
from approvals import policy, rules
from approvals.policy import Ask, Facts, Hand
from approvals.probations import is_on_probation
from approvals.second_looks import widened
from interactions.checks import signatures_on
from interactions.edits import departure
from interactions.models import Draft, Interaction
from interactions.ports import Requirement, Step
from playbook.findings import About, Weight, look, promised
from playbook.findings.promises import CHECK as PROMISE


def requirement_for(draft: Draft) -> Requirement:
    """Fills ``interactions.ports.sign_off``. A handful of small queries, whatever the length of the history."""
    hands = _hands(draft)
    version, in_force = rules.in_force(draft.interaction.brand_id)
    looks_at_sums = any(rule.over_amount is not None for rule in in_force)
    decision = policy.decide(facts_of(draft, hands, looks_at_sums=looks_at_sums), in_force)
    steps = steps_of(decision.asks, draft.interaction.team, {hand.pk for hand in hands}, draft)
    return widened(Requirement(steps=steps, reasons=decision.reasons, policy_version=version), draft)


def is_new(author: User, interaction: Interaction) -> bool:
    """Fills ``interactions.ports.is_new``: on probation where this answer would go out."""
    return bool(is_on_probation([author.pk], interaction.team_id, interaction.level))


def facts_of(draft: Draft, hands: list[User], *, looks_at_sums: bool = True) -> Facts:
    """The draft as the policy sees it. Reading sums takes its time, so a policy without them spares it."""
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
        departure=_departure(draft, hands),
        amount=amount_in(draft.text, _language(interaction)) if looks_at_sums else Decimal(0),
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


def _departure(draft: Draft, hands: list[User]) -> float | None:
    """Words of the library are those that another person approved, as they stand there now."""
    template = draft.template
    if template is None or not draft.text:
        return None
    is_approved = template.approved_by_id is not None and template.version == draft.template_version
    case = draft.interaction
    if not is_approved or draft.has_files:
        return 1.0  # nobody approved a file with the template
    known = {
        "name": (case.contact.name, case.contact.handle),
        "agent": [hand.full_name for hand in hands],
        "brand": [case.brand.name],
        "channel": (case.channel.name, case.channel.handle),
    }
    return departure(template.text, draft.text, known=known)


def _language(interaction: Interaction) -> str:
    return interaction.language or interaction.brand.language


def amount_in(text: str, language: str) -> Decimal:
    """The largest sum this text promises, whatever its currency; ``UNTOLD`` where it gives something and names no sum
    at all."""
    found = look(text, About(is_public=True, language=language))
    if sums := promised(found):
        return max(sums.values())
    gives = any(finding.check == PROMISE and finding.weight is not Weight.NOTES for finding in found)
    return policy.UNTOLD if gives else Decimal(0)


def steps_of(asks: tuple[Ask, ...], own: Team, hands: set[int], draft: Draft | None = None) -> tuple[Step, ...]:
    """The teams behind the asks. A rule may name the own team by name as well: then the two are one step.

    ``hands`` are the ids of those who wrote the text; ``draft`` is what others may have signed already.
    """
    named = Team.objects.in_bulk({ask.team for ask in asks} - {policy.OWN_TEAM, own.pk})
    signed = _signed(draft) if any(ask.needed == policy.EVERYBODY for ask in asks) else {}
    needed: dict[Team, int] = {}
    for ask in asks:
        team = named.get(ask.team, own)
        out = hands | {person for person, of_team in signed.items() if of_team != team.pk}
        needed[team] = max(needed.get(team, 0), _number(ask, team, out))
    return tuple(Step(team, number) for team, number in needed.items())


def _signed(draft: Draft | None) -> dict[int, int]:
    """The people whose names count under this draft, each with the team they signed for."""
    if draft is None or draft.pk is None:
        return {}
    interaction = draft.interaction
    return {name.by_id: name.team_id or interaction.team_id for name in signatures_on(draft, interaction)}


def _number(ask: Ask, team: Team, out: set[int]) -> int:
    """Everybody of a team are those who may approve for it, had no hand in the text and signed for no other team: a
    name is given once. At least one."""
    if ask.needed != policy.EVERYBODY:
        return ask.needed
    return max(people_with("approve", team).exclude(pk__in=out).count(), 1)
