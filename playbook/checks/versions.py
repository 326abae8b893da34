"""Who may publish a version of the taxonomy, and which."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Conflict, Invalid, NotAllowed
from accounts.rights import check_can
from playbook.models import TaxonomyVersion


def check_open(version: TaxonomyVersion, states: Collection[str]) -> TaxonomyVersion:
    """The version as it is now, locked; in one of these states. Raises Conflict. The caller holds the playbook."""
    rows = TaxonomyVersion.objects.select_for_update(of=("self",)).select_related("brand", "asker")
    now = rows.get(pk=version.pk)
    if now.state not in states:
        state = TaxonomyVersion.State(now.state).label
        raise Conflict(_("%(version)s is no longer what it was: %(state)s.") % {"version": now, "state": state})
    return now


def check_read(draft: TaxonomyVersion, sha256: str) -> None:
    """Who publishes has read this and nothing else."""
    if sha256 != draft.sha256:
        raise Conflict(_("%(version)s was changed since you opened it. Read it again.") % {"version": draft})


def check_may_publish(draft: TaxonomyVersion, by: User) -> None:
    """Another admin than the one who asked. The first version of a brand replaces nothing: one may begin."""
    check_can(by, "edit_playbook", draft.brand)
    if by.is_machine:
        raise NotAllowed(_("A machine never publishes."))
    if draft.asker_id == by.pk and draft.number > 1:
        raise NotAllowed(_("You asked for it yourself. A second admin publishes it."))


def check_was_in_force(version: TaxonomyVersion) -> None:
    """Only what has judged can be gone back to."""
    if version.state != TaxonomyVersion.State.SUPERSEDED:
        raise Invalid(_("Choose a version that was in force before."))
