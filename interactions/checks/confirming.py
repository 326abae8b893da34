"""What is asked once more before a text is submitted, and the word that it was.

Asked of the person who submits from the composer, on that person's exact text. Not of an approver, whose press on
another's text is the second look already, nor of a machine, whose texts always wait for a person.
"""

from django.core import signing
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Conflict
from interactions.models import Interaction
from interactions.models.drafts import text_hash

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


def confirmation(interaction: Interaction, by: User, text: str, *, is_public: bool) -> str:
    """The word that this person confirmed exactly this text, this way. Whoever holds the form sends it back."""
    return signing.dumps(_about(interaction, by, text, is_public=is_public), salt=_SALT)


def check_confirmed(interaction: Interaction, by: User, text: str, *, is_public: bool, word: str) -> None:
    """Raises Unconfirmed with what is asked, unless ``word`` says that it was, of exactly this, minutes ago."""
    asked = questions(interaction, is_public=is_public)
    if asked and not _is_confirmed(word, _about(interaction, by, text, is_public=is_public)):
        raise Unconfirmed(" ".join(asked))


def _about(interaction: Interaction, by: User, text: str, *, is_public: bool) -> list[object]:
    return [interaction.pk, interaction.channel_id, by.pk, text_hash(text), is_public]


def _is_confirmed(word: str, about: list[object]) -> bool:
    try:
        said: object = signing.loads(word, salt=_SALT, max_age=HOLDS_FOR)
    except signing.BadSignature:
        return False
    return said == about
