"""A library as a file, out and in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Brand
from accounts.refusals import Invalid
from playbook import access, actions, exchange, importing
from playbook.forms import UploadForm
from playbook.views.answering import SignedInRequest
from playbook.views.library import Library

FORMATS = {"csv": ("text/csv; charset=utf-8", exchange.to_csv), "json": ("application/json", exchange.to_json)}


@require_safe
@login_required
def export(request: SignedInRequest, library: Library) -> HttpResponse:
    """Every text that is not retired, in use or proposed, as one file."""
    brand = access.brand_for(request.user, request.GET.get("brand"))
    chosen = request.GET.get("as", "")
    kind = chosen if chosen in FORMATS else "csv"
    content_type, written = FORMATS[kind]
    answer = HttpResponse(written(importing.rows_of(library.model, brand)), content_type=content_type)
    name = f"{brand.slug}-{slugify(library.title)}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "POST"])
@login_required
def bring_in(request: SignedInRequest, library: Library) -> HttpResponse:
    """A file is looked at first; the same content sent again is taken in."""
    brand = access.editable_brand_for(request.user, request.GET.get("brand"))
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    shown = {"brand": brand, "library": library, "form": form}
    if form.is_valid():
        try:
            again = bool(form.cleaned_data["content"])
            most = exchange.MOST_BYTES_AGAIN if again else exchange.MOST_BYTES
            rows, mistakes = exchange.read(form.cleaned_data["bytes"], most=most)
            if again:
                return _taken(request, library, brand, rows)
        except Invalid as refusal:
            form.add_error(None, str(refusal))
        else:
            planned = importing.plan(request.user, brand, library.model, rows)
            shown |= {"planned": planned, "mistakes": mistakes} | importing.summary(planned)
    return render(request, "playbook/words_import.html", shown, status=422 if form.errors else 200)


def _taken(request: SignedInRequest, library: Library, brand: Brand, rows: list[exchange.Row]) -> HttpResponse:
    done = actions.import_words(by=request.user, brand=brand, model=library.model, rows=rows, note=_("From a file"))
    count = sum(planned.words is not None for planned in done)
    said = ngettext("%(count)d text waits to be approved.", "%(count)d texts wait to be approved.", count)
    messages.success(request, said % {"count": count})
    return redirect(f"{reverse(f'playbook:{library.name}s')}?brand={brand.slug}&state=waiting")
