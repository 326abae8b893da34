"""What a page showed of a case, in a few characters that its forms send along, and what changed since."""

from django.utils.translation import gettext as _

from accounts.models import User
from interactions.models import Interaction

LONGEST = 80


def seen(row: Interaction) -> str:
    """What the person who looks at it now would not act upon if it were otherwise."""
    return f"{row.thread_version}.{row.flag_version}.{row.assignee_id or 0}.{row.state}"


def change(row: Interaction, since: str) -> str:
    """A sentence on what is otherwise now; empty where nothing is, or where nothing was sent along."""
    if not since or since == seen(row):
        return ""
    thread, flags, assignee, *_rest = [*since[:LONGEST].split("."), "", "", ""]
    if thread != str(row.thread_version):
        return _("The customer wrote again meanwhile. Read it, then do this once more.")
    if flags != str(row.flag_version):
        return _("It was flagged anew meanwhile. Look at the flag, then do this once more.")
    if assignee != str(row.assignee_id or 0):
        who = User.objects.filter(pk=row.assignee_id or 0).first()
        if who is None:
            return _("Nobody has it any more. Do this once more if it still holds.")
        return _("%(who)s has it since a moment ago. Do this once more if it still holds.") % {"who": who}
    return _("It has moved on meanwhile. See where it stands, then do this once more.")
