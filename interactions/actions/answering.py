"""Sending what stands in the composer: the text, and the talk it offers, once it was confirmed."""

from typing import Any

from django.db import transaction

from accounts.models import User
from interactions import checks
from interactions.actions.drafting import draft
from interactions.actions.handing_off import Offer, offer
from interactions.models import Draft, Interaction


@transaction.atomic
def answer(
    interaction: Interaction,
    *,
    by: User,
    text: str,
    is_public: bool,
    handoff: Offer | None = None,
    confirmed: str = "",
    **wording: Any,
) -> Draft:
    """Submit a text with the talk it offers; ``wording`` is what ``draft`` takes.

    ``confirmed`` is the word of ``checks.confirmation``. It is asked for last, when nothing else stands in the way, so
    that whoever says yes is done: a text without it leaves nothing behind. Raises NotAllowed, Conflict, Invalid,
    Unconfirmed.
    """
    revision = draft(interaction, by=by, text=text, is_public=is_public, has_handoff=handoff is not None, **wording)
    locked = Interaction.objects.locked(interaction.pk)
    offer(locked, revision, handoff, by=by)
    checks.check_confirmed(locked, by, revision.text_hash, is_public=is_public, word=confirmed)
    return revision
