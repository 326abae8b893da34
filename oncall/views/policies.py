"""Writing escalation policies."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Brand
from oncall import access, actions
from oncall.forms import PolicyForm
from oncall.models import EscalationPolicy
from oncall.policy_lint import warn_of_policy
from oncall.views.edit import answer_edit
from oncall.views.signed_in import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_policy(request: SignedInRequest) -> HttpResponse:
    return _edit_policy(request, access.brand_to_edit(request.user, request.GET.get("brand")), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: SignedInRequest, pk: int) -> HttpResponse:
    edited = access.policy_to_edit(request.user, pk)
    return _edit_policy(request, edited.brand, edited)


def _edit_policy(request: SignedInRequest, brand: Brand, edited: EscalationPolicy | None) -> HttpResponse:
    form = PolicyForm(request.POST or None, brand=brand, policy=edited)

    def save() -> None:
        given = form.cleaned_data
        saved = actions.save_policy(
            edited,
            by=request.user,
            brand=brand,
            name=given["name"],
            is_default=given["is_default"],
            topics=list(given["topics"]),
            steps=form.steps,
            last_resort=list(given["last_resort"]),
            answers_for=given["answers_for"],
            repeats=given["repeats"] or 0,
        )
        warn_of_policy(request, saved)

    return answer_edit(request, form, save, title=edited.name if edited else _("New policy"), brand=brand)
