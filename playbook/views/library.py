"""The two libraries, response templates and holding messages: what differs between them, and their lists."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from playbook import access
from playbook.forms import HoldingDetailsForm, NewHoldingMessageForm, NewTemplateForm, TemplateDetailsForm
from playbook.models import HoldingMessage, ResponseTemplate, Words
from playbook.showing import list_shown
from playbook.views.answering import SignedInRequest


@dataclass(frozen=True)
class Library:
    """One of the two kinds of words. ``name`` is what its addresses are called."""

    model: type[Words]
    new_form: Any
    details_form: Any
    title: Any
    sentence: Any
    name: str

    def get(self, request: SignedInRequest, pk: int) -> Any:
        """The text, for someone who may read it. Raises Http404."""
        fetch = access.template_for if self.model is ResponseTemplate else access.holding_message_for
        return fetch(request.user, pk)


TEMPLATES = Library(
    ResponseTemplate,
    NewTemplateForm,
    TemplateDetailsForm,
    gettext_lazy("Response templates"),
    gettext_lazy("A start, never a script. Agents change the words; the facts and the promises stay."),
    "template",
)
HOLDING_MESSAGES = Library(
    HoldingMessage,
    NewHoldingMessageForm,
    HoldingDetailsForm,
    gettext_lazy("Holding messages"),
    gettext_lazy("The only words that may go out while an interaction is held. Two others approve each version."),
    "holding_message",
)


@require_safe
@login_required
def listing(request: SignedInRequest, library: Library) -> HttpResponse:
    brand = access.brand_for(request.user, request.GET.get("brand"))
    shown = list_shown(library.model, brand, request.GET) | {
        "brand": brand,
        "library": library,
        "may_propose": access.may_propose(request.user, brand),
        "may_edit": access.may_edit(request.user, brand),
    }
    return render(request, "playbook/words_list.html", shown)
