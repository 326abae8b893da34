"""What a person prefers: their name, clock, screen, and what reaches them by e-mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import access, actions
from accounts.forms import PreferencesForm, ThemeForm
from accounts.views.answering import SignedInRequest, where_next


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: SignedInRequest) -> HttpResponse:
    choices = access.mail_choices_of(request.user)
    form = PreferencesForm(request.POST or None, person=request.user, mail_choices=choices)
    if request.method == "POST" and form.is_valid():
        actions.change_preferences(by=request.user, changes=form.changes, by_mail=form.by_mail)
        messages.success(request, _("Saved."))
        return redirect("accounts:preferences")
    return render(request, "accounts/preferences.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def theme(request: SignedInRequest) -> HttpResponse:
    """The button in the rail. Script has changed the page already and only wants it kept."""
    form = ThemeForm(request.POST)
    if form.is_valid():
        actions.change_preferences(by=request.user, changes=form.cleaned_data)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return redirect(where_next(request, otherwise="/preferences/"))
