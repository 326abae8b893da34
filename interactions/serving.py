"""A file of an answer as a browser gets it: as what it is, and harmless."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from interactions import files
from interactions.models import Attachment, Evidence


def served(file: Attachment | Evidence) -> HttpResponse:
    """Its bytes. Raises Http404 where they cannot be read any more."""
    try:
        content = files.read(file.digest)
    except files.AlteredError as error:
        raise Http404(_("This file is not here any more.")) from error
    answer = HttpResponse(content, content_type=file.content_type)
    how = "inline" if file.is_picture else "attachment"
    answer["Content-Disposition"] = f'{how}; filename="{_plain(file.name)}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


def _plain(name: str) -> str:
    return "".join(each if each.isascii() and each.isprintable() and each not in '"\\' else "_" for each in name)
