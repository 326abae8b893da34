"""Why what was approved no longer stands (P1)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rights import can
from interactions.checks.signing import signatures_on
from interactions.models import Approval, Draft, HoldingStatement, Interaction
from interactions.models.drafts import Basis
from playbook.models import HoldingMessage


def why_stale(approval: Approval, interaction: Interaction) -> str:
    """Why this approval no longer stands (P1), in a sentence; empty while it is fresh."""
    draft = approval.draft
    if draft.content_hash != approval.text_hash:
        return _("The text is not the one that was approved.")
    if interaction.thread_version != approval.thread_version:
        return _("The customer wrote, edited or deleted something since.")
    if interaction.flag_version != approval.flag_version:
        return _("The flags changed since.")
    return _why_template_stale(draft, approval) or _why_unsigned(approval, interaction)


def _why_unsigned(approval: Approval, interaction: Interaction) -> str:
    """Whoever stands behind it must still be entitled to: those who signed, or its author where nobody had to."""
    if approval.basis == Basis.POLICY:
        author = approval.author
        is_entitled = author.is_active and can(author, "draft", interaction.team)
        return "" if is_entitled else _("%(name)s may not answer for %(team)s any more.") % _named(author, interaction)
    names = len(signatures_on(approval.draft, interaction))
    is_signed = names >= max(approval.signatures_needed, 1)
    return "" if is_signed else _("Somebody who signed it may not approve here any more.")


def _named(person: User, interaction: Interaction) -> dict[str, Any]:
    return {"name": person, "team": interaction.team}


def why_not_usable(statement: HoldingStatement) -> str:
    """Why this filled holding message may not go out, in a sentence; empty while the library still stands behind it,
    and the time it names is still to come: it may have waited behind a stop."""
    if statement.next_update_at <= timezone.now():
        return _("The time it promised the next update for has passed. Fill it anew.")
    usable = HoldingMessage.objects.usable().filter(pk=statement.message_id, version=statement.message_version)
    return "" if usable.exists() else _("The holding message was changed or retired since. Fill it anew.")


def _why_template_stale(draft: Draft, approval: Approval) -> str:
    template = draft.template
    if template is None:
        return ""
    if template.is_retired or (template.expires_on and template.expires_on <= timezone.localdate()):
        return _("Its template has expired.")
    if template.version != approval.template_version:
        return _("Its template changed since.")
    return ""
