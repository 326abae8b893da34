"""Versions of the taxonomy: what each changes, and its way into force and back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.refusals import Refusal
from playbook import access, actions
from playbook.actions.configuring import Brought
from playbook.content.reading import ContentError, parse
from playbook.drafting import standing
from playbook.forms import AskForm, FileForm, ReadForm
from playbook.history import history, predecessor
from playbook.models import TaxonomyVersion
from playbook.sheets import Sheet
from playbook.views.answering import SignedInRequest
from playbook.views.banner import banner
from playbook.views.editing import board_of
from playbook.whole.comparing import compare
from playbook.whole.configuration import to_file
from playbook.whole.document import EMPTY
from playbook.whole.files import to_toml


@login_required
@require_GET
def versions(request: SignedInRequest) -> HttpResponse:
    brand = access.brand_for(request.user, request.GET.get("brand"))
    page = history(brand, request.GET.get("before"))
    shown = {"brand": brand, "page": page} | banner(request.user, Sheet(brand))
    return render(request, "playbook/versions.html", shown | {"may_edit": access.may_edit(request.user, brand)})


@login_required
@require_GET
def version(request: SignedInRequest, pk: int) -> HttpResponse:
    """What it changes against the one before it, or against the one chosen."""
    shown = access.version_for(request.user, pk)
    sheet = Sheet(shown.brand)
    against = predecessor(shown, request.GET.get("with"))
    context = {
        "version": shown,
        "brand": shown.brand,
        "against": against,
        "differing": compare(against.document if against else EMPTY, shown.document),
        "choices": history(shown.brand).rows,
    }
    context |= banner(request.user, sheet) if sheet.draft and sheet.draft.pk == shown.pk else {"draft": None}
    return render(request, "playbook/version.html", context | {"may_edit": access.may_edit(request.user, shown.brand)})


@login_required
@require_safe
def export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The whole as one readable file."""
    shown = access.version_for(request.user, pk)
    title = f"{shown.brand.name}: topics, rules, plans and checklist, {shown} ({shown.get_state_display()})"
    answer = HttpResponse(to_toml(shown.document, title), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{shown.brand.slug}-playbook-v{shown.number}.toml"'
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def bring_in(request: SignedInRequest) -> HttpResponse:
    """A file becomes the draft, its texts proposals. Nothing of it counts before those want it who sign for it."""
    brand = access.editable_brand_for(request.user, request.GET.get("brand"))
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        try:
            content = parse(form.cleaned_data["file"], _("The file"))
            brought = actions.bring_configuration(by=request.user, brand=brand, content=content, note=_("From a file"))
            _say_what_came(request, brought)
            return redirect(brought.draft or f"{reverse('playbook:versions')}?brand={brand.slug}")
        except (ContentError, Refusal) as refusal:
            form.add_error(None, str(refusal))
    shown = {"brand": brand, "form": form}
    return render(request, "playbook/version_import.html", shown, status=422 if form.errors else 200)


@login_required
@require_safe
def export_all(request: SignedInRequest) -> HttpResponse:
    """The whole configuration as one readable file, as it is in force."""
    brand = access.editable_brand_for(request.user, request.GET.get("brand"))
    title = f"{brand.name}: the whole configuration of the playbook"
    answer = HttpResponse(to_file(brand, standing(brand), title), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{brand.slug}-configuration.toml"'
    return answer


@login_required
@require_POST
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    form = AskForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    asked = actions.ask_to_publish(by=request.user, version=access.version_for(request.user, pk), why=why)
    messages.success(request, _("%(version)s waits for a second admin.") % {"version": asked})
    return redirect(asked)


@login_required
@require_POST
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    form = ReadForm(request.POST)
    sha256 = form.cleaned_data["sha256"] if form.is_valid() else ""
    done = actions.publish(by=request.user, version=access.version_for(request.user, pk), sha256=sha256)
    messages.success(request, _("%(version)s is in force. It judges every message from now on.") % {"version": done})
    return redirect(done)


@login_required
@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    gone = actions.discard(by=request.user, version=access.version_for(request.user, pk))
    messages.success(request, _("The draft is off the table. Nothing changed."))
    return redirect(board_of(gone.brand))


@login_required
@require_POST
def go_back(request: SignedInRequest, pk: int) -> HttpResponse:
    version: TaxonomyVersion = access.version_for(request.user, pk)
    draft = actions.draft_from_version(by=request.user, version=version)
    said = _("%(draft)s is a draft with what %(version)s said. Read it, then ask to publish it.")
    messages.success(request, said % {"draft": draft, "version": version})
    return redirect(draft)


def _say_what_came(request: SignedInRequest, brought: Brought) -> None:
    texts, contacts = brought.proposed, brought.contacts
    if texts:
        said = ngettext("%(count)d text waits to be approved.", "%(count)d texts wait to be approved.", texts)
        messages.success(request, said % {"count": texts})
    if contacts:
        said = ngettext("%(count)d crisis contact added.", "%(count)d crisis contacts added.", contacts)
        messages.success(request, said % {"count": contacts})
    said = _("Not taken in: %(name)s. %(why)s Once its topics are in force, bring the file in again.")
    for each in brought.wrong[:3]:
        messages.warning(request, said % {"name": each.row.name, "why": each.sentence})
    for name in brought.waiting[:3]:
        messages.warning(request, said % {"name": name, "why": _("It stands with topics that are not in force yet.")})
    if not brought.draft:
        messages.info(request, _("Topics and checklist say what is in force already."))
