"""What one may not do where the brand hosts the talk: a moderating act cites one of these."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from playbook import access, actions
from playbook.forms import HouseRuleForm, PlaybookForm
from playbook.models import HouseRule
from playbook.views.answering import SignedInRequest, edit


@login_required
@require_GET
def rules(request: SignedInRequest) -> HttpResponse:
    brand = access.brand_for(request.user, request.GET.get("brand"))
    shown = {
        "brand": brand,
        "rules": HouseRule.objects.filter(brand=brand).order_by("is_retired", "position", "pk"),
        "may_edit": access.may_edit(request.user, brand),
    }
    return render(request, "playbook/house_rules.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def add_rule(request: SignedInRequest) -> HttpResponse:
    brand = access.editable_brand_for(request.user, request.GET.get("brand"))
    return _page(request, HouseRule(brand=brand), title=_("New house rule"))


@login_required
@require_http_methods(["GET", "POST"])
def edit_rule(request: SignedInRequest, pk: int) -> HttpResponse:
    rule = access.editable(request.user, access.house_rule_for(request.user, pk))
    return _page(request, rule, title=_("House rule"))


@login_required
@require_POST
def retire_rule(request: SignedInRequest, pk: int) -> HttpResponse:
    rule = access.house_rule_for(request.user, pk)
    actions.retire(by=request.user, thing=rule)
    return redirect(_list_of(rule))


@login_required
@require_POST
def restore_rule(request: SignedInRequest, pk: int) -> HttpResponse:
    rule = access.house_rule_for(request.user, pk)
    actions.restore(by=request.user, thing=rule)
    return redirect(_list_of(rule))


def _page(request: SignedInRequest, rule: HouseRule, *, title: str) -> HttpResponse:
    form = HouseRuleForm(request.POST or None, brand=rule.brand, instance=rule)

    def save(form: PlaybookForm) -> str:
        return _list_of(actions.save_house_rule(by=request.user, rule=form.save(commit=False)))

    return edit(request, form, save, title=title)


def _list_of(rule: HouseRule) -> str:
    return f"{reverse('playbook:house_rules')}?brand={rule.brand.slug}"
