"""How long the words are that people write beside a sign-off. Cutting them off would change what somebody said."""

from django.utils.translation import gettext as _

from accounts.refusals import Invalid

LONGEST_PHRASE = 500  # of a draft, to which a remark belongs
LONGEST_NOTE = 1000  # what a reviewer says of a text
LONGEST_REASON = 300  # why somebody decides or asks
LONGEST_NAME = 160  # of a rule
_SHOWN = 40


def check_length(words: str, most: int) -> None:
    """Raises Invalid with the beginning of what is too long."""
    if len(words) > most:
        start = {"start": words[:_SHOWN], "n": len(words), "most": most}
        raise Invalid(_("“%(start)s…” has %(n)d characters; %(most)d fit here. Shorten it.") % start)
