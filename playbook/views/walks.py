"""The first walk: choose what to start with, say who the teams are, then decide every topic."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Brand
from accounts.refusals import Refusal
from playbook import access, actions
from playbook.content.presets import PRESETS, content_of, preset_of
from playbook.forms import DecideForm, TeamsForm
from playbook.sheets import Sheet
from playbook.views.answering import SignedInRequest, edit
from playbook.views.banner import banner
from playbook.walking import progress


@login_required
@require_GET
def walk(request: SignedInRequest) -> HttpResponse:
    """How far the walk is, and what there is to start with where nothing stands yet."""
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    shown = {"brand": sheet.brand, "walk": progress(sheet), "presets": PRESETS}
    return render(request, "playbook/walk.html", shown | banner(request.user, sheet))


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: SignedInRequest, name: str) -> HttpResponse:
    """The preset becomes the draft, with the brand's own teams in it."""
    brand = access.editable_brand_for(request.user, request.GET.get("brand"))
    preset = preset_of(name)
    if preset is None:
        raise Http404(_("There is no such preset."))
    form = TeamsForm(request.POST or None, brand=brand, content=content_of(preset))
    if form.is_valid():
        try:
            actions.draft_from_preset(by=request.user, brand=brand, preset=preset, teams=form.teams)
            return redirect(_walk_of(brand))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    shown = {"brand": brand, "form": form, "title": _("Start with %(preset)s") % {"preset": preset.name}}
    return render(request, "playbook/walk_begin.html", shown | {"preset": preset}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, slug: str) -> HttpResponse:
    """One topic; then the next one that nobody has decided."""
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    topic = access.drafted_topic(sheet, slug)
    form = DecideForm(request.POST or None, brand=sheet.brand, instance=topic, seen=sheet.seen_topic(slug))

    def decided(form: Any) -> str:
        actions.decide_topic(by=request.user, topic=form.save(commit=False), seen=form.cleaned_data["seen"])
        following = progress(Sheet(sheet.brand)).following
        return _topic_of(sheet.brand, following.slug) if following else _walk_of(sheet.brand)

    shown = {"walk": progress(sheet), "topic": topic, "rules": sheet.rules(slug), "title": topic.name}
    return edit(request, form, decided, page="playbook/walk_topic.html", **shown)


def _walk_of(brand: Brand) -> str:
    return f"{reverse('playbook:walk')}?brand={brand.slug}"


def _topic_of(brand: Brand, slug: str) -> str:
    return f"{reverse('playbook:decide_topic', args=[slug])}?brand={brand.slug}"
