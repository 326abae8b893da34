"""What a text of the library must be, and who may propose, approve and turn down a version of it."""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Brand, Team, User
from accounts.refusals import Conflict, Invalid, NotAllowed, Refusal
from accounts.rights import can, check_can, teams_with
from playbook.models import HoldingMessage, Topic, Wording, WordingDecision, Words
from playbook.variables import CLOSED, KNOWN, names_in

LONGEST_TEXT = 5_000
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def why_not(check: Callable[..., None], *values: object) -> str:
    """The sentence with which this check would refuse; empty when it would not."""
    try:
        check(*values)
    except Refusal as refusal:
        return str(refusal)
    return ""


# --- The text ---------------------------------------------------------------------------------------------------------


def check_wording(words: Words, text: str) -> None:
    """Something to say, in a length that is kept, with variables that are known; a holding message with two of them."""
    if not text.strip():
        raise Invalid(_("Write the text."))
    if len(text) > LONGEST_TEXT:
        raise Invalid(_("A text has at most %(most)d characters.") % {"most": LONGEST_TEXT})
    if _UNSTORABLE.search(text):
        raise Invalid(_("The text holds a character that cannot be kept. Type it anew."))
    if isinstance(words, HoldingMessage):
        check_closed_variables(text)
    check_known_variables(text)


def check_known_variables(text: str) -> None:
    """Only variables of the list: the others would stand in an answer as nobody knows them."""
    if unknown := names_in(text) - KNOWN.keys():
        names = ", ".join(f"{{{name}}}" for name in sorted(unknown))
        raise Invalid(_("%(names)s is not on the list of variables. Choose one that is.") % {"names": names})


def check_closed_variables(text: str) -> None:
    """A holding message varies only in the name and the time of the next update."""
    if others := names_in(text) - CLOSED:
        names = ", ".join(f"{{{name}}}" for name in sorted(others))
        raise Invalid(_("A holding message may only use {name} and {next_update}, not %(names)s.") % {"names": names})


def check_of_brand(brand_id: int, topics: Iterable[Topic], teams: Iterable[Team] = ()) -> None:
    """Topics and teams that something is for are of its own brand."""
    if any(topic.brand_id != brand_id for topic in topics):
        raise Invalid(_("A topic of another brand cannot be chosen."))
    if any(team.brand_id != brand_id for team in teams):
        raise Invalid(_("A team of another brand cannot be chosen."))


def check_name_free(words: Words) -> None:
    """One text of a name in a language; asked while the playbook is held, so that two cannot both find it free."""
    same = type(words)._default_manager.filter(brand_id=words.brand_id, name=words.name, language=words.language)
    if same.exclude(pk=words.pk).exists():
        raise Conflict(
            _("There is a text “%(name)s” in this language already. Propose a change to it, or choose another name.")
            % {"name": words.name}
        )


# --- Who --------------------------------------------------------------------------------------------------------------


def check_may_propose(by: Actor, brand: Brand) -> None:
    """Whoever drafts for a team of the brand, or edits its playbook. The product itself may."""
    if not isinstance(by, User) or can(by, "edit_playbook", brand):
        return
    if not Team.objects.filter(brand=brand, pk__in=teams_with(by, "draft")).exists():
        raise NotAllowed(_("You may not propose a text for %(brand)s. It needs the right to draft.") % {"brand": brand})


def check_replaceable(words: Words, by: Actor) -> None:
    """A proposal that waits is replaced by its author or an editor of the playbook, and by nobody else."""
    waiting = words.proposal
    if (
        waiting is None
        or not isinstance(by, User)
        or waiting.author_id == by.pk
        or can(by, "edit_playbook", words.brand)
    ):
        return
    who = waiting.author or _("the shipped playbook")
    raise Conflict(
        _("v%(number)d by %(who)s waits to be approved. Propose yours when it is decided.")
        % {"number": waiting.number, "who": who}
    )


def check_waits(words: Words, number: int) -> Wording:
    """The proposal as it was read. Raises Conflict when it is decided, replaced, or its text is retired."""
    if words.is_retired:
        raise Conflict(_("This text is retired. Restore it before deciding on a version."))
    waiting = words.proposal
    if waiting is None:
        raise Conflict(_decided(words, number))
    if waiting.number != number:
        raise Conflict(_("The text changed while you read it. Please read the new version."))
    return waiting


def check_may_approve(wording: Wording, by: User, approved: Collection[int | None]) -> None:
    """A person who may edit the playbook, did not write this version, and has not signed it yet."""
    check_can(by, "edit_playbook", wording.words.brand)
    if by.is_machine:
        raise NotAllowed(_("A machine may propose a text. A person approves it."))
    if wording.author_id == by.pk:
        raise Conflict(_("You wrote this version, so someone else approves it."))
    if by.pk in approved:
        raise Conflict(_("You approved this version already. A second person has to."))


def check_may_turn_down(wording: Wording, by: User, reason: str) -> None:
    """An editor of the playbook says why; the author takes it back without a word."""
    if wording.author_id == by.pk:
        return
    check_can(by, "edit_playbook", wording.words.brand)
    if wording.decisions.filter(by=by).exists():
        raise Conflict(_("You approved this version. Ask its author or another editor to take it back."))
    if not reason.strip():
        raise Invalid(_("Say why: whoever proposed it reads it and learns from it."))


def check_review_date(words: Words, review_by: date, today: date) -> None:
    """The next look at words in use lies ahead, and before they expire."""
    if not words.is_approved or words.is_retired:
        raise Conflict(_("Only a text in use is looked at again."))
    if review_by <= today:
        raise Invalid(_("Choose a day after today."))
    if words.expires_on is not None and words.expires_on < review_by:
        raise Invalid(_("It expires before that day. Change that first, or choose an earlier day."))


def _decided(words: Words, number: int) -> str:
    last = WordingDecision.objects.filter(wording__in=words.wordings.filter(number=number)).order_by("-pk").first()
    if last is None:
        return _("Nothing waits here. Propose a new version first.")
    if last.is_approval:
        return _("%(who)s approved this already. It is in use.") % {"who": last.by}
    return _("%(who)s turned this down.") % {"who": last.by}
