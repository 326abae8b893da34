"""What a text needs before it is submitted, and again before it is signed."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusals import Conflict, Invalid
from interactions.models import Attachment, Draft, Interaction
from interactions.placeholders import unfilled
from playbook.models import HoldingMessage, ResponseTemplate


def check_text(interaction: Interaction, text: str) -> None:
    """Says something, fits the channel and its reply window, leaves no placeholder."""
    if not text.strip():
        raise Invalid(_("There is nothing to send yet. Write the reply first."))
    if left := unfilled(text):
        raise Invalid(_("Fill in %(left)s before you send it.") % {"left": ", ".join(left)})
    interaction.channel.check_fits(text)
    check_window(interaction)


def check_files(interaction: Interaction, files: Sequence[Attachment]) -> None:
    """The channel takes them, and they were added to an answer to this."""
    if any(file.interaction_id != interaction.pk for file in files):
        raise Invalid(_("A file belongs to another conversation. Add it here."))
    if files:
        interaction.channel.check_takes(files)


def check_window(interaction: Interaction) -> None:
    """The network still takes an answer to what the customer wrote last."""
    if interaction.channel.reply_window is not None:
        interaction.channel.check_window(interaction.last_heard_at, timezone.now())


def check_consideration(interaction: Interaction, consideration: str) -> None:
    if interaction.level == "yellow" and not consideration.strip():
        raise Invalid(_("Yellow asks for one sentence: what did you consider before answering?"))


def check_words_fit(interaction: Interaction, words: ResponseTemplate | HoldingMessage | None) -> None:
    """Words kept for certain networks or teams are used there alone."""
    if words is None:
        return
    if words.networks and interaction.channel.network not in words.networks:
        raise Invalid(_("“%(words)s” is not for %(channel)s.") % {"words": words, "channel": interaction.channel})
    teams = {team.pk for team in words.teams.all()}
    if teams and interaction.team_id not in teams:
        raise Invalid(_("“%(words)s” is not for %(team)s.") % {"words": words, "team": interaction.team})


def check_template(draft: Draft) -> None:
    """The template behind the text is the one its author used, and still in use."""
    template = draft.template
    if template is None:
        return
    is_expired = template.expires_on is not None and template.expires_on <= timezone.localdate()
    if template.is_retired or is_expired or template.version != draft.template_version:
        raise Conflict(_("The template behind this text changed or expired. Return it, so that it is written anew."))
