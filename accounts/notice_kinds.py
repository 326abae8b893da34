"""What people are told beside their work, in groups that a person switches together.

A kind has the sentence its e-mail says. It is fixed, so that no e-mail carries anything of a case but a link to it.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise


class Group(TextChoices):
    """In the order of the preferences page."""

    SIGN_OFF = "sign_off", _("What waits for my sign-off")
    DRAFTS = "drafts", _("What became of my drafts")
    CASES = "cases", _("Cases and notes addressed to me")
    PROGRESS = "progress", _("Probation and coaching")
    LIBRARY = "library", _("Templates and the playbook")
    ON_CALL = "on_call", _("My shifts, and gaps in who is on call")
    DESK = "desk", _("Exports and other finished work")


class ByMail(TextChoices):
    """How soon a notice goes out by e-mail, where a person wants that at all."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")


@dataclass(frozen=True)
class Kind:
    group: Group
    mail_sentence: StrPromise


KINDS: dict[str, Kind] = {
    "sign-off-asked": Kind(Group.SIGN_OFF, _("You were asked to look at a draft.")),
    "sign-off-delegated": Kind(Group.SIGN_OFF, _("A draft was passed to you for a sign-off.")),
    "sign-off-overdue": Kind(Group.SIGN_OFF, _("A draft still waits for your sign-off.")),
    "outcome-unknown": Kind(Group.SIGN_OFF, _("We do not know whether an answer was posted. Someone must look.")),
    "draft-returned": Kind(Group.DRAFTS, _("A draft of yours was returned.")),
    "draft-edited": Kind(Group.DRAFTS, _("A draft of yours was approved with edits.")),
    "draft-approved": Kind(Group.DRAFTS, _("A draft of yours was approved.")),
    "draft-superseded": Kind(Group.DRAFTS, _("A draft of yours is no longer needed.")),
    "sign-off-spared": Kind(Group.DRAFTS, _("An answer of yours needs no sign-off any more. It waits for you.")),
    "draft-put-back": Kind(Group.DRAFTS, _("The flag of a case you answered changed.")),
    "approval-expired": Kind(Group.DRAFTS, _("An approved answer of yours waits again.")),
    "reply-failed": Kind(Group.DRAFTS, _("An answer of yours could not be posted.")),
    "case-assigned": Kind(Group.CASES, _("A case was given to you.")),
    "note-addressed": Kind(Group.CASES, _("A colleague’s note is addressed to you.")),
    "room-proposed": Kind(Group.CASES, _("More comes in than usual. A room is proposed.")),
    "room-help": Kind(Group.CASES, _("You are asked to help in a room.")),
    "case-referred": Kind(Group.CASES, _("A message was passed on to a team of yours.")),
    "good-thing-to-sign": Kind(Group.SIGN_OFF, _("A gift or a share waits for a second person.")),
    "hand-off-due": Kind(Group.CASES, _("A hand-off of yours still has no outcome.")),
    "probation-changed": Kind(Group.PROGRESS, _("Your probation changed.")),
    "colleague-probation": Kind(Group.PROGRESS, _("A colleague’s probation changed.")),
    "graduation-proposed": Kind(Group.PROGRESS, _("Someone’s probation can be decided.")),
    "template-to-approve": Kind(Group.LIBRARY, _("A template waits for your approval.")),
    "template-decided": Kind(Group.LIBRARY, _("A template of yours was decided on.")),
    "template-review-due": Kind(Group.LIBRARY, _("A template is due for review.")),
    "taxonomy-waits": Kind(Group.LIBRARY, _("A draft of the playbook waits for a second admin.")),
    "taxonomy-decided": Kind(Group.LIBRARY, _("A draft of the playbook that you asked for was decided on.")),
    "policy-stuck": Kind(Group.LIBRARY, _("The sign-off policy asks a team that cannot sign.")),
    "shift-changed": Kind(Group.ON_CALL, _("Your shifts changed.")),
    "shift-begins": Kind(Group.ON_CALL, _("A shift of yours is about to begin. Confirm that pages reach you.")),
    "shift-unconfirmed": Kind(Group.ON_CALL, _("Somebody on call has not confirmed that pages reach them.")),
    "cover-asked": Kind(Group.ON_CALL, _("A colleague asks to be covered.")),
    "cover-settled": Kind(Group.ON_CALL, _("Your request to be covered was answered.")),
    "gap-ahead": Kind(Group.ON_CALL, _("Nobody is on call for some time ahead.")),
    "gap-now": Kind(Group.ON_CALL, _("Nobody is on call at the moment.")),
    "export-ready": Kind(Group.DESK, _("An export of yours is ready.")),
    "work-finished": Kind(Group.DESK, _("Something you started has finished.")),
}


def kind_of(name: str) -> Kind:
    """Raises LookupError for a kind that is not declared here."""
    if name not in KINDS:
        raise LookupError(f"The notice “{name}” is not declared in accounts/notice_kinds.py.")
    return KINDS[name]


def kinds_of(group: str) -> list[str]:
    """The names of the kinds that stand in this group."""
    return [name for name, kind in KINDS.items() if kind.group == group]
