"""Practice on samples, the quiz, and what came of both."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.refusals import Invalid, Refusal
from playbook import access, actions
from playbook.forms import PracticeForm, QuizForm
from playbook.mapping import map_in_force
from playbook.maps.walking import given_in, walk
from playbook.models import Training
from playbook.practising import quiz, samples
from playbook.views.answering import SignedInRequest


@login_required
@require_http_methods(["GET", "POST"])
def practice(request: SignedInRequest) -> HttpResponse:
    """A sample beside the map. Without one, all of them; at an end, what is right and why."""
    brand = access.brand_for(request.user, request.GET.get("brand"))
    sample = samples().get(request.GET.get("sample", ""))
    shown: dict[str, Any] = {"brand": brand, "sample": sample, "samples": list(samples().values())}
    in_force = map_in_force(brand.pk, request.GET.get("map", ""))
    if sample is None or in_force is None:
        shown |= {"in_force": in_force, "done": access.practised(request.user, brand)}
        return render(request, "playbook/practice.html", shown)
    way = given_in(request.GET.get("way", ""))
    form = PracticeForm(request.POST or None)
    status, refused = 200, ""
    if request.method == "POST":
        try:
            return _practised(request, form, sample=sample.slug, map_slug=in_force.map.slug, given=way)
        except Refusal as refusal:
            status, refused = refusal.status, str(refusal)
    shown |= {"in_force": in_force, "walk": walk(in_force.map, way), "key": uuid4(), "refused": refused}
    return render(request, "playbook/practice_walk.html", shown, status=status)


def _practised(request: SignedInRequest, form: PracticeForm, **walked: Any) -> HttpResponse:
    brand = access.brand_for(request.user, request.GET.get("brand"))
    sent = form.cleaned_data if form.is_valid() else {"key": uuid4(), "sha256": ""}
    row = actions.practise(by=request.user, brand=brand, **walked, **sent)
    return redirect(f"{reverse('playbook:training')}?brand={brand.slug}&seen={row.pk}")


@login_required
@require_http_methods(["GET", "POST"])
def take_quiz(request: SignedInRequest) -> HttpResponse:
    brand = access.brand_for(request.user, request.GET.get("brand"))
    asked = quiz(access.quizzes_taken(request.user, brand))
    if request.method == "POST":  # what was asked when the page was shown, whatever was taken meanwhile
        names = [name.removeprefix("a_") for name in request.POST if name.startswith("a_")]
        asked = [samples()[name] for name in names if name in samples()] or asked
    form = QuizForm(request.POST if request.method == "POST" else None, asked=asked, initial={"key": uuid4()})
    if form.is_valid():
        try:
            row = actions.take_quiz(by=request.user, brand=brand, answers=form.answers, key=form.cleaned_data["key"])
        except Invalid as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(right)d of %(asked)d right.") % {"right": row.right, "asked": row.asked})
            return redirect(f"{reverse('playbook:training')}?brand={brand.slug}&seen={row.pk}")
    shown = {"brand": brand, "form": form}
    return render(request, "playbook/quiz.html", shown, status=422 if form.errors else 200)


@login_required
@require_GET
def training(request: SignedInRequest) -> HttpResponse:
    """One's own results; those of the people one looks after beside them."""
    brand = access.brand_for(request.user, request.GET.get("brand"))
    seen = access.training_for(request.user, brand, request.GET.get("seen"))
    shown = {
        "brand": brand,
        "seen": seen,
        "told": _told(seen) if seen else [],
        "own": access.trainings_of(request.user, brand),
        "team": access.trainings_of_people(request.user, brand),
    }
    return render(request, "playbook/training.html", shown)


def _told(row: Training) -> list[dict[str, Any]]:
    """Each sample with what was answered, what is right, and why."""
    known = samples()
    return [
        {"sample": known.get(slug), "is_right": answer["given"] == answer["right"], **answer}
        for slug, answer in row.given.items()
    ]
