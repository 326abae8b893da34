"""The one draft of a brand: how it begins, and how every edit of a person goes into it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from accounts.models import Brand, User
from accounts.refusals import Conflict
from accounts.rights import check_can
from playbook.edits import holding, note
from playbook.models import Playbook, TaxonomyVersion
from playbook.whole.building import document_of
from playbook.whole.document import EMPTY, Document, digest

State = TaxonomyVersion.State


def open_draft(brand: Brand) -> TaxonomyVersion | None:
    """What is being written, or waits for a second admin."""
    return TaxonomyVersion.objects.open().filter(brand=brand).select_related("brand", "saved_by", "asker").first()


def in_force(brand: Brand) -> TaxonomyVersion | None:
    """What judges; None where nothing was ever published."""
    return TaxonomyVersion.objects.in_force().filter(brand=brand).first()


def standing(brand: Brand) -> Document:
    """The document in force: the version's, or what the rows say where none was kept yet."""
    version = in_force(brand)
    return version.document if version else document_of(brand.pk)


@contextmanager
def drafting(brand: Brand, by: User) -> Iterator[tuple[Playbook, TaxonomyVersion]]:
    """A transaction that holds the brand's playbook and its draft, which begins here where there is none.

    Raises NotAllowed when the person may not edit the playbook.
    """
    check_can(by, "edit_playbook", brand)
    with holding(brand) as playbook:
        draft = open_draft(brand)
        if draft is None:
            base = keep_as_it_stands(playbook)
            draft = begin(playbook, base.document if base else EMPTY, by)
        yield playbook, draft


def begin(playbook: Playbook, document: Document, by: User, *, restores: int | None = None) -> TaxonomyVersion:
    """A new draft with this document. Raises Conflict while there is one."""
    if other := open_draft(playbook.brand):
        raise Conflict(
            _("%(version)s is open, saved by %(who)s. Publish or discard it first.")
            % {"version": other, "who": other.saved_by}
        )
    draft = TaxonomyVersion.objects.create(
        brand=playbook.brand,
        number=_next_number(playbook.brand),
        document=document,
        sha256=digest(document),
        restores=restores,
        author=by,
        saved_by=by,
        saved_at=timezone.now(),
    )
    note("draft_begun", by=by, thing=draft, playbook=playbook, number=draft.number)
    return draft


def save_in(version: TaxonomyVersion, document: Document, *, by: User, playbook: Playbook, details: Any) -> None:
    """Keep the changed document. Who asked for other words has not asked for these: the draft is asked for anew."""
    if version.state == State.ASKED:
        version.move_back()
    version.document, version.sha256 = document, digest(document)
    version.saved_by, version.saved_at = by, timezone.now()
    version.save()
    note("draft_changed", by=by, thing=version, playbook=playbook, details=details, number=version.number)


def change(
    brand: Brand, by: User, edit: Callable[[Document], Document], *, details: Callable[[Document, Document], Any]
) -> TaxonomyVersion:
    """Edit the draft's document; what changes nothing leaves no trace."""
    check_can(by, "edit_playbook", brand)
    current = open_draft(brand)
    before = current.document if current else standing(brand)
    if digest(edit(before)) == digest(before):
        return current or TaxonomyVersion(brand=brand)
    with drafting(brand, by) as (playbook, draft):
        old, new = draft.document, edit(draft.document)
        save_in(draft, new, by=by, playbook=playbook, details=details(old, new))
    return draft


def keep_as_it_stands(playbook: Playbook) -> TaxonomyVersion | None:
    """The version in force is what the rows say; one is written by the product where it is not, or there is none.

    None for a brand that has nothing yet: its first version replaces nothing. The caller holds the playbook.
    """
    current, document = in_force(playbook.brand), document_of(playbook.brand_id)
    sha256 = digest(document)
    if (current.sha256 if current else digest(EMPTY)) == sha256:
        return current
    if current:
        current.move_to_superseded()
        current.save()
    now = timezone.now()
    kept = TaxonomyVersion.objects.create(
        brand=playbook.brand,
        number=_next_number(playbook.brand),
        state=State.PUBLISHED,
        document=document,
        sha256=sha256,
        saved_at=now,
        published_at=now,
        playbook_version=playbook.version,
    )
    note("version_published", by=SYSTEM, thing=kept, playbook=playbook, number=kept.number)
    return kept


def check_no_draft(brand: Brand) -> None:
    """What the product writes would be undone by an open draft that does not know of it. Raises Conflict."""
    if draft := open_draft(brand):
        raise Conflict(_("%(version)s is open. Publish or discard it first.") % {"version": draft})


def _next_number(brand: Brand) -> int:
    kept = TaxonomyVersion.objects.filter(brand=brand).exclude(state=State.WITHDRAWN)
    newest = kept.order_by("-number").values_list("number", flat=True).first()
    return (newest or 0) + 1
