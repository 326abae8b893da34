"""“I don’t know where this goes”: whoever is on call for a message is paged with a colleague's question about it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from accounts.models import User
from accounts.refusals import Conflict, Invalid
from interactions.actions import note_place_asked
from interactions.models import Interaction
from oncall.actions.escalating import take_step
from oncall.actions.joining import put_in
from oncall.actions.lines import tell
from oncall.actions.paging import send_after_commit
from oncall.actions.settling import resolve
from oncall.checks import check_may_ask
from oncall.models import Alert, Page, Question
from oncall.models.alerts import ASKED
from oncall.plans import plan_for
from oncall.policy import Urgency
from oncall.turning import team_for


@transaction.atomic
def ask_where(interaction: Interaction, *, by: User, words: str) -> Question:
    """Page whoever is on call for this, step after step of its policy, until somebody takes the question. While one
    waits or is with somebody, asking again changes nothing. It flags nothing, sets no hold and lifts none.

    Raises NotAllowed, Conflict for what is closed, Invalid without a sentence.
    """
    locked = Interaction.objects.locked(interaction.pk)  # two who press at once take turns here
    check_may_ask(by, locked)
    if standing := standing_question(locked):
        return standing
    if locked.state == Interaction.State.CLOSED:
        raise Conflict(_("This is closed. Reopen it first, then ask."))
    if not words.strip():
        raise Invalid(_("Say in one sentence what you do not know. It is what they read."))
    team, now = team_for(locked), timezone.now()
    alert = Alert.objects.create(
        brand_id=locked.brand_id,
        team=team,
        topic=locked.topic,
        key=f"{ASKED}{locked.pk}",
        is_drill=locked.is_drill,
        urgency=Urgency.AT_ONCE,
        plan=plan_for(locked.topic, team).to_json(),
        next_step_at=now,
        raised_at=now,
    )
    put_in(alert, [locked])
    sentence = words.strip()[: Question.WORDS_AT_MOST]
    asked = Question.objects.create(alert=alert, interaction=locked, words=sentence, asked_by=by, asked_at=now)
    note_place_asked(locked, by=by, why=sentence)
    tell("asked_where", alert, by=by, interaction=locked.pk)
    take_step(alert)
    send_after_commit(alert.pages.filter(state=Page.State.PENDING))
    return asked


@transaction.atomic
def end_question(interaction: Interaction, *, by: User) -> None:
    """It has its place: nobody is paged about it any more. Raises NotAllowed, Conflict when nobody asks."""
    locked = Interaction.objects.locked(interaction.pk)
    check_may_ask(by, locked)
    standing = standing_question(locked)
    if standing is None:
        raise Conflict(_("Nobody asks about this any more."))
    alert = Alert.objects.locked(standing.alert_id)
    tell("question_ended", alert, by=by, interaction=locked.pk)
    resolve(alert, locked.pk)


@transaction.atomic
def end_questions(interaction_ids: Sequence[int]) -> None:
    """They were answered or closed. Doing it twice changes nothing."""
    standing = Question.objects.exclude(alert__state=Alert.State.RESOLVED).filter(interaction__in=interaction_ids)
    for alert_id, interaction_id in list(standing.order_by("alert_id").values_list("alert_id", "interaction_id")):
        alert = Alert.objects.locked(alert_id)
        if alert.state != Alert.State.RESOLVED:
            tell("question_ended", alert, by=SYSTEM, interaction=interaction_id)
            resolve(alert, interaction_id)


def standing_question(interaction: Interaction) -> Question | None:
    """What somebody asks about this and has no answer to yet."""
    asked = Question.objects.exclude(alert__state=Alert.State.RESOLVED).filter(interaction=interaction)
    return asked.select_related("alert__acknowledged_by", "alert__next_person", "alert__team", "asked_by").first()
