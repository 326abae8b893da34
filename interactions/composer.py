"""What the reply box shows: whether one may write, with which text it starts, and what sending will do."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from interactions import checks, ports
from interactions.forms import DraftForm
from interactions.inbox import number
from interactions.models import Composing, Draft, Interaction
from interactions.placeholders import fill
from interactions.ports import Requirement
from playbook.models import ChecklistItem, ResponseTemplate

State = Interaction.State


@dataclass
class Composer:
    interaction: Interaction
    user: User
    form: DraftForm | None = None  # one that came back with a refusal
    template: ResponseTemplate | None = None  # one that was just chosen

    @cached_property
    def lock(self) -> str:
        """Why nothing may be written, in the sentence of the check that refuses; empty when one may."""
        case, user = self.interaction, self.user
        return (
            checks.allows(checks.check_may, user, "draft", case)
            or checks.allows(checks.check_open, case)
            or checks.allows(checks.check_not_held, case, user)
            or checks.allows(checks.check_draftable, case)
            or checks.allows(case.channel.check_fits, "")
        )

    @cached_property
    def newest(self) -> Draft | None:
        return self.interaction.drafts.select_related("author", "template").order_by("-number").first()

    @cached_property
    def kept(self) -> Composing | None:
        return self.interaction.composings.filter(user=self.user).first()

    @property
    def waiting(self) -> Draft | None:
        """The version that waits for a sign-off."""
        return self.newest if self.interaction.state == State.DRAFTED else None

    @property
    def may_recall(self) -> bool:
        newest = self.newest
        if newest is None or self.interaction.state not in {State.DRAFTED, State.APPROVED}:
            return False
        right = "draft" if newest.author_id == self.user.pk else "approve"
        return not checks.allows(checks.check_may, self.user, right, self.interaction)

    @cached_property
    def text(self) -> str:
        """What was refused, else the template just chosen, else what was being typed, else the version to mend."""
        if self.form is not None:
            return self.form.typed("text")
        if self.template is not None:
            known = {"name": str(self.interaction.contact), "agent": self.user.short_name}
            return fill(self.template.text, known)
        if self.kept is not None:
            return self.kept.text
        return self.newest.text if self.newest and self.interaction.state == State.FLAGGED else ""

    @cached_property
    def based_on(self) -> Draft | None:
        """The version this text goes on from: another's text keeps its needs, and an edit its second pair of eyes."""
        return self.newest if self.template is None else None

    @property
    def template_id(self) -> str | int:
        if self.form is not None:
            return self.form.typed("template")
        if self.template is not None:
            return self.template.pk
        return self.newest.template_id or "" if self.newest and self.kept is None else ""

    @property
    def is_public(self) -> bool:
        if self.form is not None:
            return self.form.typed("is_public") != "0"
        return self.interaction.is_public

    @property
    def consideration(self) -> str:
        if self.form is not None:
            return self.form.typed("consideration")
        return self.newest.consideration if self.newest else ""

    @cached_property
    def checklist(self) -> list[tuple[ChecklistItem, bool]]:
        ticked = self.form.ticked if self.form is not None else frozenset()
        return [(item, item.slug in ticked) for item in checks.ticked_by_hand(self.interaction, self.user)]

    @cached_property
    def requirement(self) -> Requirement:
        """What the policy would ask of a text by this person."""
        return ports.sign_off(Draft(interaction=self.interaction, author=self.user, based_on=self.based_on))

    @property
    def button(self) -> str:
        return _("Send for approval") if self.requirement.needed else _("Post reply")

    @property
    def length(self) -> int:
        return self.interaction.channel.length(self.text)

    @property
    def newer(self) -> list[Interaction]:
        """What the customer wrote after the version that the refused text was an answer to."""
        seen = self.form.typed("seen_thread_version") if self.form is not None else ""
        version = number(seen)
        missed = self.interaction.thread_version - version if version is not None else 0
        return list(self.interaction.follow_ups.order_by("-pk")[:missed])[::-1] if missed > 0 else []

    @property
    def refusals(self) -> list[Any]:
        if self.form is None:
            return []
        return [error for errors in self.form.errors.values() for error in errors]
