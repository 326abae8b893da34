"""Writing the next version of a text beside the words in use."""

from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from playbook.models import Wording, Words


def propose_wording(words: Words, text: str, *, author: User | None = None, note: str = "") -> Wording:
    """The next version, which waits in the place of any that waited. The caller holds the brand's playbook."""
    last = words.wordings.aggregate(last=Max("number"))["last"] or 0
    wording = Wording.objects.create(
        number=max(last, words.version) + 1,
        text=text,
        note=note[:200],
        author=author,
        created_at=timezone.now(),
        **Wording.place(words),
    )
    words.proposal = wording
    words.save(update_fields=["proposal"])
    return wording
