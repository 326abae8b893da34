"""What comes of a way over the response map, and of a plan that was begun."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interactions.actions.mapping import Way
from interactions.forms.base import LONGEST_REASON, Moment, VerbForm
from interactions.models import Interaction, Remedy
from playbook.mapping import InForce
from playbook.maps.walking import Walk, given_in
from playbook.models import Topic

FLAG, CLOSE, KEEP = "flag", "close", "keep"


class WayForm(VerbForm):
    """The end of a way: which topic it is, or why nothing is said and when one looks again."""

    verb, label = "map", _("Keep the way")
    key = forms.UUIDField(widget=forms.HiddenInput)
    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    then = forms.ChoiceField(choices=[(FLAG, ""), (CLOSE, ""), (KEEP, "")])
    topic = forms.ModelChoiceField(
        label=_("Flag it as"), queryset=Topic.objects.none(), required=False, widget=forms.RadioSelect, empty_label=None
    )
    reason = forms.CharField(label=_("In a sentence"), max_length=LONGEST_REASON, required=False)
    look_again_at = Moment(label=_("Look again"), required=False)

    def __init__(
        self, interaction: Interaction, data: Any = None, *, in_force: InForce, walked: Walk, **options: Any
    ) -> None:
        super().__init__(interaction, data, **options)
        self.in_force, self.walked, leaf = in_force, walked, walked.leaf
        topics = in_force.names.topics_of(leaf) if leaf else []
        self.fields["topic"].queryset = Topic.objects.filter(pk__in=[each.pk for each in topics])  # type: ignore[attr-defined]
        self.initial = {"key": uuid4(), "sha256": in_force.sha256}
        if leaf:
            self.initial["reason"] = leaf.title if leaf.outcome in {"monitor", "let_stand"} else ""
            self.initial["topic"] = topics[0].pk if len(topics) == 1 else None
            if leaf.look_again_in:
                ahead = timezone.now() + timedelta(hours=leaf.look_again_in)
                self.initial["look_again_at"] = timezone.localtime(ahead).replace(second=0, microsecond=0)

    @property
    def closes(self) -> bool:
        """Whether its end proposes silence."""
        return self.walked.leaf is not None and self.walked.leaf.outcome in {"monitor", "let_stand"}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("then") == FLAG and not given.get("topic"):
            self.add_error("topic", _("Choose what it is."))
        return given

    def terms(self, way: str) -> dict[str, Any]:
        """What ``actions.walk_map`` takes."""
        given = self.cleaned_data
        then = given["then"]
        return {
            "way": Way(self.in_force.map.slug, given["sha256"], given_in(way), given["key"]),
            "topic": given["topic"] if then == FLAG else None,
            "closes": then == CLOSE,
            "reason": given["reason"],
            "look_again_at": given["look_again_at"] if then == CLOSE else None,
        }


class RemedyForm(VerbForm):
    verb, label = "remedies", _("Write it down")
    kinds = forms.MultipleChoiceField(
        label=_("What they were given"), choices=Remedy.Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label=_("In a sentence"), max_length=LONGEST_REASON, required=False)
