"""Words to begin an answer with: the library's, a version, an answer of before, the plan's, what was put aside."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from interactions.checks import is_life_safety
from interactions.inbox import number
from interactions.models import Composing, Draft, Interaction, Reply
from interactions.models.interaction import Interactions
from interactions.placeholders import fill, unfilled
from playbook.models import HoldingMessage, Plan, ResponseTemplate
from playbook.variables import WORST

INSERT = "insert_offer"
_MADE_BEFORE = {"template", "holding", "answer", "plan"}
UNKNOWN_AT_MOST = 60  # characters of a variable that the playbook does not know


@dataclass(frozen=True)
class Start:
    """``name`` is how an address and the kept form call it."""

    name: str
    text: str
    template: ResponseTemplate | None = None
    based_on: Draft | None = None


def known(interaction: Interaction, user: User, handoff: dict[str, str] | None = None) -> dict[str, str]:
    """What the placeholders of a template are filled with, by their names."""
    given = handoff or {}
    values = {
        "name": str(interaction.contact),
        "agent": user.short_name,
        "brand": str(interaction.brand),
        "channel": interaction.channel.handle or interaction.channel.name,
        "phone": given.get("way", ""),
    }
    return {name: value for name, value in values.items() if value}


def longest(text: str) -> str:
    """The text at its worst: everything that is still to be filled in as long as it may get."""
    unknown = {name[1:-1]: "x" * UNKNOWN_AT_MOST for name in unfilled(text)}
    return fill(text, unknown | WORST)


def chosen(interaction: Interaction, user: User, visible: Interactions, name: str) -> Start | None:
    """What this name stands for, as far as this person may see it; None for what is not there."""
    kind, _dash, pk = name.partition("-")
    find = _KINDS.get(kind)
    if kind in _MADE_BEFORE and is_life_safety(interaction):
        return None
    return find(interaction, user, visible, number(pk) or 0) if find else None


def _template(interaction: Interaction, user: User, _visible: Interactions, pk: int) -> Start | None:
    usable = ResponseTemplate.objects.usable().filter(brand=interaction.brand_id)
    template = usable.filter(pk=pk).first()
    return (
        Start(f"template-{pk}", fill(template.text, known(interaction, user)), template=template) if template else None
    )


def _holding(interaction: Interaction, user: User, _visible: Interactions, pk: int) -> Start | None:
    """As text of an answer, which goes the way of any answer; on red it goes out as what it is, with its names."""
    message = HoldingMessage.objects.usable().filter(brand=interaction.brand_id, pk=pk).first()
    return Start(f"holding-{pk}", fill(message.text, known(interaction, user))) if message else None


def _version(interaction: Interaction, _user: User, _visible: Interactions, pk: int) -> Start | None:
    version = interaction.drafts.select_related("template").filter(pk=pk).first()
    return Start(f"version-{pk}", version.text, template=version.template, based_on=version) if version else None


def _answer(interaction: Interaction, _user: User, visible: Interactions, pk: int) -> Start | None:
    """As text: it was signed for another person, and its template may have changed since."""
    seen = visible.filter(brand=interaction.brand_id)
    reply = Reply.objects.filter(pk=pk, interaction__in=seen, kind=Reply.Kind.REPLY, state=Reply.State.SENT)
    found = reply.select_related("approval__draft").first()
    return Start(f"answer-{pk}", found.text) if found else None


def _plan(interaction: Interaction, user: User, _visible: Interactions, _pk: int) -> Start | None:
    plan = Plan.objects.filter(topic=interaction.topic_id).first()
    return Start("plan", fill(plan.public_answer, known(interaction, user))) if plan else None


def _aside(interaction: Interaction, user: User, _visible: Interactions, _pk: int) -> Start | None:
    kept = Composing.objects.filter(interaction=interaction, user=user).first()
    return Start("aside", kept.put_aside) if kept and kept.put_aside else None


def _closing(interaction: Interaction, _user: User, _visible: Interactions, pk: int) -> Start | None:
    handoff = interaction.handoffs.filter(pk=pk).exclude(closing_note="").first()
    return Start(f"closing-{pk}", handoff.closing_note) if handoff else None


_KINDS: dict[str, Callable[[Interaction, User, Interactions, int], Start | None]] = {
    "template": _template,
    "holding": _holding,
    "version": _version,
    "answer": _answer,
    "plan": _plan,
    "aside": _aside,
    "closing": _closing,
}


def with_offer(interaction: Interaction, given: QueryDict) -> QueryDict:
    """The form with the offered talk written into its text, where its button was pressed."""
    if INSERT not in given:
        return given
    form = given.copy()
    person, way = given.get("handoff_person", "").strip(), given.get("handoff_way", "").strip()
    if person and way:
        form["text"] = f"{given.get('text', '').rstrip()} {sentence(interaction, person, way)}".lstrip()
    return form


def sentence(interaction: Interaction, person: str, way: str) -> str:
    """What the public reads of an offered talk, in their language where we speak it."""
    with translation.override(interaction.language or interaction.brand.language):
        return _("You can reach %(person)s directly: %(way)s.") % {"person": person, "way": way}
