"""What good can come of one message: thanks, a share, a gift, and who else of the house should know of it."""

from dataclasses import dataclass
from functools import cached_property

from accounts.rights import teams_with
from interactions import access
from interactions.budgets import budget_of
from interactions.forms import ConsentForm, GiftForm, ImproveForm, ReferForm, ShareForm, VerbForm
from interactions.models import Asking, Budget, Consent, Gift, Referral, Share
from interactions.parts import Part

MOST_TONES = 12
MOST_GIFTS = 12


@dataclass(frozen=True, slots=True)
class Turn:
    """How its author sounded first, how they sound in this, and whether we answered in between."""

    began: str
    now: str
    is_answered: bool

    @property
    def has_turned(self) -> bool:
        """A complainer whom we answered is kind to us."""
        return self.began == "negative" and self.now == "positive" and self.is_answered


class Good(Part):
    """The good things of one interaction, each part asked for when it is printed."""

    @cached_property
    def consent_form(self) -> VerbForm:
        return self._form(ConsentForm)

    @cached_property
    def share_form(self) -> VerbForm:
        return self._form(ShareForm)

    @cached_property
    def gift_form(self) -> VerbForm:
        return self._form(GiftForm)

    @cached_property
    def refer_form(self) -> VerbForm:
        return self._form(ReferForm)

    @cached_property
    def improve_form(self) -> VerbForm:
        return self._form(ImproveForm)

    @cached_property
    def consent(self) -> Consent | None:
        """That stands."""
        return self.interaction.consents.filter(withdrawn_at=None).select_related("noted_by").first()

    @cached_property
    def shares(self) -> list[Share]:
        return list(self.interaction.showings.select_related("channel", "consent"))

    @cached_property
    def budget(self) -> Budget | None:
        return budget_of(self.interaction.brand)

    @cached_property
    def gifts(self) -> list[Gift]:
        """What its author was given or promised, wherever the reader may see that."""
        seen = teams_with(self.user, "see")
        rows = Gift.objects.filter(contact=self.interaction.contact_id, interaction__team__in=seen)
        return list(rows.select_related("budget", "given_by", "decided_by", "handed_over")[:MOST_GIFTS])

    @cached_property
    def referrals(self) -> list[Referral]:
        return list(self.interaction.referrals.select_related("to_team", "by"))

    @cached_property
    def askings(self) -> list[Asking]:
        return list(self.interaction.askings.select_related("improvement"))

    @cached_property
    def turn(self) -> Turn | None:
        """From the first of this person's messages to this one; None where it is the first. One query."""
        until = self.interaction.pk
        theirs = access.visible(self.user).filter(contact=self.interaction.contact_id, pk__lte=until)
        told = list(theirs.order_by("-pk").values_list("tone", "responded_at")[:MOST_TONES])
        if len(told) < 2:
            return None
        newest, oldest = told[0][0], told[-1][0]
        return Turn(oldest, newest, any(answered is not None for _tone, answered in told[1:]))
