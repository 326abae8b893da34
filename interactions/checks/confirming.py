"""What is asked once more before a text is submitted, and the word that it was.

Asked of the person who submits, on that person's exact text and the files that go along. Not of an approver, whose
press on another's text is the second look already, nor of a machine, whose texts always wait for a person.
"""

from collections.abc import Sequence

from django.core import signing
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Conflict
from interactions.models import Attachment, Interaction
from interactions.models.drafts import signed_hash

HOLDS_FOR = 15 * 60  # seconds
_SALT = "interactions.confirmed"


class Unconfirmed(Conflict):
    """Nothing is wrong; a person has to say yes once more."""


def questions(interaction: Interaction, *, is_public: bool) -> list[str]:
    """What to confirm about sending it this way, in sentences; empty where nobody needs to be asked."""
    asked = []
    if is_public and not interaction.is_public:
        asked.append(_("They wrote to you in private. This answer would stand in public, for everyone to read."))
    if interaction.is_public and not is_public:
        asked.append(_("They wrote in public. This answer goes to them alone: nobody else sees that you answered."))
    if interaction.channel.is_protected:
        asked.append(
            _("%(channel)s is protected: everything is asked twice before it is posted. Read it once more.")
            % {"channel": interaction.channel}
        )
    return asked


def confirmation(
    interaction: Interaction, by: User, text: str, *, is_public: bool, files: Sequence[Attachment] = ()
) -> str:
    """The word that this person confirmed exactly this answer, this way. Whoever holds the form sends it back."""
    return signing.dumps(_about(interaction, by, signed_hash(text, files), is_public=is_public), salt=_SALT)


def check_confirmed(interaction: Interaction, by: User, signed: str, *, is_public: bool, word: str) -> None:
    """Raises Unconfirmed with what is asked, unless ``word`` says that it was, of what has this hash, minutes ago."""
    asked = questions(interaction, is_public=is_public)
    if asked and not _is_confirmed(word, _about(interaction, by, signed, is_public=is_public)):
        raise Unconfirmed(" ".join(asked))


def _about(interaction: Interaction, by: User, signed: str, *, is_public: bool) -> list[object]:
    return [interaction.pk, interaction.channel_id, by.pk, signed, is_public]


def _is_confirmed(word: str, about: list[object]) -> bool:
    try:
        said: object = signing.loads(word, salt=_SALT, max_age=HOLDS_FOR)
    except signing.BadSignature:
        return False
    return said == about
