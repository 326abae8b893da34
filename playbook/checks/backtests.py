"""What may be back-tested."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Conflict, Invalid
from accounts.rights import check_can
from playbook.models import BackTest, BackTestChange, TaxonomyVersion
from playbook.whole.document import EMPTY
from playbook.whole.judging import judge_alike


def check_may_back_test(by: User, draft: TaxonomyVersion, against: TaxonomyVersion | None) -> None:
    """Raises NotAllowed to whoever may not edit, Conflict where it is no draft any more, and Invalid where it changes
    nothing that judges."""
    check_can(by, "edit_playbook", draft.brand)
    if not draft.is_open:
        raise Conflict(_("%(version)s is no draft any more.") % {"version": draft})
    if judge_alike(against.document if against else EMPTY, draft.document):
        raise Invalid(_("It changes nothing by which messages are judged, so there is nothing to back-test."))


def check_may_read(by: User, changes: list[BackTestChange], run: BackTest) -> None:
    """Raises NotAllowed to whoever may not edit, and Invalid for what is of another run."""
    check_can(by, "edit_playbook", run.brand)
    if any(change.run_id != run.pk for change in changes):
        raise Invalid(_("These are of another back-test."))
