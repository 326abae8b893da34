"""A draft of the taxonomy on its way: asked for by one admin, published by another, or discarded."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Brand, User
from accounts.notices import notify, notify_all
from accounts.refusals import Invalid
from accounts.rights import check_can, people_with
from playbook import checks
from playbook.content.entries import Content
from playbook.drafting import begin, keep_as_it_stands, standing
from playbook.edits import editing, holding, note
from playbook.models import BackTest, BackTestReading, TaxonomyVersion
from playbook.whole.applying import apply
from playbook.whole.building import build, check_changed
from playbook.whole.document import EMPTY, covering, digest
from playbook.whole.files import from_content


def draft_from_file(*, by: User, brand: Brand, content: Content) -> TaxonomyVersion:
    """Begin a draft with a file's topics and checklist; what the file does not have is retired in it."""
    check_can(by, "edit_playbook", brand)
    document = from_content(content)
    with holding(brand) as playbook:
        base = keep_as_it_stands(playbook)
        return begin(playbook, covering(document, base.document if base else EMPTY), by)


def draft_from_version(*, by: User, version: TaxonomyVersion) -> TaxonomyVersion:
    """Begin a draft with an old version: the way back, through the same two persons. What came since is retired."""
    check_can(by, "edit_playbook", version.brand)
    checks.check_was_in_force(version)
    with holding(version.brand) as playbook:
        keep_as_it_stands(playbook)
        document = covering(version.document, standing(version.brand))
        return begin(playbook, document, by, restores=version.number)


def ask_to_publish(*, by: User, version: TaxonomyVersion, why: str = "") -> TaxonomyVersion:
    """Say that the draft is ready as it is. Raises Conflict where it is no draft, Invalid where it cannot work."""
    check_can(by, "edit_playbook", version.brand)
    with holding(version.brand) as playbook:
        current = checks.check_open(version, {"draft"})
        before = standing(version.brand)
        if digest(current.document) == digest(before):
            raise Invalid(_("It changes nothing yet."))
        check_changed(build(current.brand, current.document), before, current.document)
        current.move_to_asked(by, why.strip()[:300], timezone.now())
        current.save()
        details = {"why": current.note} if current.note else None
        note("publishing_asked", by=by, thing=current, playbook=playbook, details=details, number=current.number)
        _tell_the_others(current, by)
    return current


def publish(*, by: User, version: TaxonomyVersion, sha256: str) -> TaxonomyVersion:
    """Put exactly the document that was read into force, in one transaction with the rows that judge.

    Raises NotAllowed to whoever asked for it, unless nothing was ever in force, and Conflict where the draft is not
    the one that was read. The record says what its back-test found, and how much of that the publisher has read.
    """
    with editing(version.brand, by) as playbook:
        current = checks.check_open(version, {"asked"})
        checks.check_read(current, sha256)
        before = keep_as_it_stands(playbook)
        checks.check_may_publish(current, by)
        apply(current.brand, current.document)
        if before:
            before.move_to_superseded()
            before.save()
        current.move_to_published(by, playbook.version, timezone.now())
        current.save()
        facts = {"number": current.number} | _read_of_back_test(current, by)
        note("version_published", by=by, thing=current, playbook=playbook, details=None, **facts)
        _tell_the_asker(current, by, _("%(who)s published %(version)s. It judges every message from now on."))
    return current


def discard(*, by: User, version: TaxonomyVersion) -> TaxonomyVersion:
    """Take the draft off the table. What is in force stays."""
    check_can(by, "edit_playbook", version.brand)
    with holding(version.brand) as playbook:
        current = checks.check_open(version, {"draft", "asked"})
        current.move_to_withdrawn()
        current.save()
        note("draft_discarded", by=by, thing=current, playbook=playbook, number=current.number)
        _tell_the_asker(current, by, _("%(who)s discarded %(version)s. Nothing changed."))
    return current


def _read_of_back_test(draft: TaxonomyVersion, by: User) -> dict[str, int]:
    """Of the newest back-test of exactly this document; nothing where there was none."""
    run = BackTest.objects.of_draft(draft.pk, draft.sha256).filter(state=BackTest.State.DONE).first()
    if run is None:
        return {}
    read = BackTestReading.objects.filter(change__run=run, user=by).count()
    return {"back_test": run.pk, "changed": run.changed, "read": read}


def _tell_the_others(draft: TaxonomyVersion, by: User) -> None:
    """Whoever may publish it hears that it waits; asked for anew after an edit, they hear of it anew."""
    said = _("%(who)s asks you to publish %(version)s of the playbook of %(brand)s.")
    notify_all(
        people_with("edit_playbook", draft.brand).exclude(pk=by.pk),
        kind="taxonomy-waits",
        text=said % {"who": by, "version": draft, "brand": draft.brand},
        url=draft.get_absolute_url(),
        key=f"taxonomy:{draft.pk}:{draft.sha256[:16]}:{draft.asked_at:%y%m%d%H%M%S}",
        brand=draft.brand,
    )


def _tell_the_asker(draft: TaxonomyVersion, by: User, said: str) -> None:
    if draft.asker is None or draft.asker_id == by.pk:
        return
    notify(
        draft.asker,
        kind="taxonomy-decided",
        text=said % {"who": by, "version": draft},
        url=draft.get_absolute_url(),
        key=f"taxonomy:{draft.pk}:{draft.state}",
        brand=draft.brand,
    )
