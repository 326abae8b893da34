"""How this room lays its forms out."""

from typing import Any

from crispy_forms.bootstrap import FormActions, StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout
from django.utils.html import format_html
from django.utils.translation import gettext as _


def laid_out(*parts: Any) -> FormHelper:
    look = FormHelper()
    look.attrs = {"novalidate": ""}
    look.layout = Layout(*parts)
    return look


def buttons(*each: Any) -> FormActions:
    return FormActions(*each, css_class="d-flex flex-wrap gap-2")


def submit(label: str, look: str, **attributes: str) -> StrictButton:
    return StrictButton(label, type="submit", css_class=look, **attributes)


def cancel(address: str) -> HTML:
    return HTML(format_html('<a class="btn btn-quiet" data-back href="{}">{}</a>', address, _("Cancel")))
