"""What stands in the reply box: what came back, what was just chosen, what is kept, or the version to mend."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from accounts.models import User
from interactions.forms.writing import BESIDE, DraftForm
from interactions.inbox import number
from interactions.models import Attachment, Composing, Draft, Interaction
from interactions.placeholders import fill, fillings_in
from interactions.starting import Start
from playbook.models import ResponseTemplate

State = Interaction.State
MOST_VERSIONS = 100


@dataclass
class Written:
    interaction: Interaction
    user: User
    form: DraftForm | None = None  # one that came back with a refusal, or is being kept
    start: Start | None = None  # words just chosen

    # --- What was written before --------------------------------------------------------------------------------------

    @cached_property
    def versions(self) -> list[Draft]:
        """What was submitted, the newest first."""
        rows = self.interaction.drafts.select_related("author", "template").order_by("-number")
        versions = list(rows[:MOST_VERSIONS])
        for version in versions:
            version.interaction = self.interaction
        return versions

    @property
    def newest(self) -> Draft | None:
        return self.versions[0] if self.versions else None

    @cached_property
    def candidates(self) -> list[Draft]:
        """What waits for a sign-off, one of each line."""
        if self.interaction.state != State.DRAFTED:
            return []
        return [version for version in self.versions if version.is_waiting][::-1]

    @property
    def mine(self) -> Draft | None:
        """This person's own version that waits."""
        return next((one for one in self.candidates if one.author_id == self.user.pk), None)

    # --- What stands in the form --------------------------------------------------------------------------------------

    @cached_property
    def kept(self) -> Composing | None:
        return self.interaction.composings.filter(user=self.user).first()

    @cached_property
    def _fields(self) -> dict[str, Any]:
        """The form as it was kept; words just chosen bring their own template and place."""
        kept = dict(self.kept.fields) if self.kept else {}
        for name in ("template", "place", "start", "ticks") if self.start is not None else ():
            kept.pop(name, None)
        return kept

    def typed(self, name: str, default: str = "") -> str:
        if self.form is not None:
            return self.form.typed(name)
        return str(self._fields.get(name, default))

    def _chosen(self, name: str) -> list[str]:
        return self.form.chosen(name) if self.form is not None else list(self._fields.get(name, []))

    @cached_property
    def text(self) -> str:
        """What was refused, else the words just chosen, else what was being typed, else the version to mend."""
        if self.form is not None:
            return self.form.typed("text")
        if self.start is not None:
            return self.start.text
        if self.kept is not None:
            return self.kept.text
        return self.newest.text if self.newest and self._is_mending else ""

    @property
    def _is_mending(self) -> bool:
        """The newest version came back, and nobody has begun anew."""
        return self.newest is not None and self.interaction.state == State.FLAGGED

    @property
    def start_name(self) -> str:
        return self.start.name if self.start is not None else self.typed("start")

    @property
    def kept_version(self) -> int:
        return self.kept.version if self.kept else 0

    @cached_property
    def template(self) -> ResponseTemplate | None:
        """The one behind the text."""
        if self.start is not None:
            return self.start.template
        named = number(self.typed("template", self._template_to_mend))
        usable = ResponseTemplate.objects.usable().filter(brand=self.interaction.brand_id)
        return usable.filter(pk=named).first() if named else None

    @property
    def _template_to_mend(self) -> str:
        return str(self.newest.template_id or "") if self.newest and self._is_mending else ""

    @cached_property
    def place(self) -> str:
        """Where the text goes: beside what waits, or the version it goes on from. Another's text keeps its needs."""
        if self.start is not None and self.start.based_on is not None:
            return str(self.start.based_on.pk)
        if typed := self.typed("place"):
            return typed
        if self.candidates:
            return str(self.mine.pk) if self.mine else BESIDE
        return str(self.newest.pk) if self.newest and self.start is None else ""

    @property
    def based_on(self) -> Draft | None:
        return next((version for version in self.versions if str(version.pk) == self.place), None)

    @cached_property
    def files(self) -> list[Attachment]:
        """What goes along: what was ticked, else what went along with the version it goes on from."""
        if self.form is None and self.kept is None and self.based_on is not None:
            return self.based_on.files
        chosen = [pk for name in self._chosen("attachments") if (pk := number(name)) is not None]
        return list(self.interaction.attachments.filter(pk__in=chosen)) if chosen else []

    @property
    def is_beside(self) -> bool:
        return self.place == BESIDE

    @property
    def is_public(self) -> bool:
        return self.typed("is_public", "1" if self.interaction.is_public else "0") != "0"

    @property
    def consideration(self) -> str:
        below = self.based_on if self.start is not None or self._is_mending else None
        return self.typed("consideration", below.consideration if below else "")

    @property
    def asks_second_pair(self) -> bool:
        return self.typed("asks_second_pair") == "on"

    @property
    def handoff(self) -> dict[str, str]:
        return {part: self.typed(f"handoff_{part}") for part in ("person", "way", "reason")}

    @cached_property
    def fillings(self) -> dict[str, str]:
        """What was typed for the placeholders, and what we know."""
        if self.form is not None:
            return self.form.fillings
        return fillings_in(self._fields)

    @property
    def text_to_send(self) -> str:
        """The text with its placeholders filled."""
        return fill(self.text, self.fillings)
