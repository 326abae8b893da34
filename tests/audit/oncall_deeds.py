"""The verbs of on-call, each with something to act upon."""

from collections.abc import Callable
from datetime import date, time, timedelta

from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.models import Membership
from accounts.sync import sync_roles
from interactions import actions as core
from oncall import actions as oncall
from oncall.actions.policies import StepTerms
from oncall.actions.schedules import Turns
from oncall.models import Alert, ContactMethod, Gateway, HandOver, Question
from tests.audit.preparing import Act, of
from tests.cast import Cast

# What a browser makes up for its subscription: a point of P-256, and sixteen bytes.
A_POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
A_SECRET = "BTBZMqHH6r4Tts7J_aSIgg"


def alert(cast: Cast) -> Alert:
    raised = oncall.open_alert(cast.flagged("hacking").pk, by=SYSTEM)
    assert raised is not None
    return raised


def taken(cast: Cast) -> Alert:
    return oncall.acknowledge(alert(cast), by=cast.priya)


def left_behind(cast: Cast) -> Alert:
    """Priya has it, and is in no team of the brand any more."""
    held = taken(cast)
    Membership.objects.filter(user=cast.priya).delete()
    sync_roles()
    return held


def given(cast: Cast) -> Alert:
    """Priya has it, and asks Ruth to take it over."""
    held = taken(cast)
    oncall.hand_over(held, by=cast.priya, to=cast.ruth)
    return held


def gateway(cast: Cast) -> Gateway:
    told = {"kind": "sms", "name": "SMS", "url": "sinch://plan:token@+15550100000/{to}"}
    return oncall.add_gateway(by=cast.ada, brand=cast.brand, **told)


def _lapsed(cast: Cast) -> Act:
    HandOver.objects.filter(alert=given(cast)).update(expires_at=timezone.now())
    return oncall.expire_hand_overs


def method(cast: Cast) -> ContactMethod:
    return oncall.add_method(by=cast.amara, kind="email", address="amara@home.example")[0]


def asked(cast: Cast) -> Question:
    return oncall.ask_where(cast.received(), by=cast.amara, words="Whose is it?")


def _settled(cast: Cast) -> Act:
    raised = alert(cast)
    red = raised.flags.get().interaction
    core.confirm(
        core.lower(red, by=cast.amara, topics=[cast.topics["praise"]], reason="A joke"),  # type: ignore[arg-type]
        by=cast.dev,
    )
    return lambda: oncall.settle(red.pk)


def _escalated(cast: Cast) -> Act:
    raised = alert(cast)
    Alert.objects.filter(pk=raised.pk).update(next_step_at=timezone.now() - timedelta(minutes=1))
    return lambda: oncall.escalate(raised.pk)


ON_CALL: dict[str, Callable[[Cast], Act]] = {
    "oncall.open_alert": lambda c: lambda: alert(c),
    "oncall.open_alerts": of(lambda c: c.flagged("hacking"), lambda c, i: oncall.open_alerts([i.pk], by=SYSTEM)),
    "oncall.add_gateway": lambda c: lambda: gateway(c),
    "oncall.switch_gateway": of(gateway, lambda c, g: oncall.switch_gateway(g, by=c.ada, is_active=False)),
    "oncall.order_methods": of(method, lambda c, m: oncall.order_methods(by=c.amara, waits={m.pk: 5})),
    "oncall.keep_quiet": lambda c: lambda: oncall.keep_quiet(by=c.amara, starts_at=time(22), ends_at=time(7)),
    "oncall.hand_over": of(taken, lambda c, a: oncall.hand_over(a, by=c.priya, to=c.ruth)),
    "oncall.accept": of(given, lambda c, a: oncall.accept(a, by=c.ruth)),
    "oncall.decline": of(given, lambda c, a: oncall.decline(a, by=c.ruth)),
    "oncall.expire_hand_overs": _lapsed,
    "oncall.acknowledge": of(alert, lambda c, a: oncall.acknowledge(a, by=c.priya)),
    "oncall.pass_on": of(alert, lambda c, a: oncall.pass_on(a, by=c.priya)),
    "oncall.escalate": _escalated,
    "oncall.settle": _settled,
    "oncall.let_alerts_go": of(left_behind, lambda c, a: oncall.let_alerts_go(c.priya, brand=a.brand)),
    "oncall.add_method": lambda c: lambda: method(c),
    "oncall.confirm_method": of(method, lambda c, m: oncall.confirm_method(m, by=c.amara)),
    "oncall.remove_method": of(method, lambda c, m: oncall.remove_method(m, by=c.amara)),
    "oncall.make_push_key": lambda c: lambda: oncall.make_push_key(by=c.amara),
    "oncall.add_device": lambda c: (
        lambda: oncall.add_device(by=c.amara, endpoint="https://fcm.googleapis.com/x", p256dh=A_POINT, auth=A_SECRET)
    ),
    "oncall.ask_where": of(lambda c: c.received(), lambda c, i: oncall.ask_where(i, by=c.amara, words="Whose is it?")),
    "oncall.end_question": of(asked, lambda c, q: oncall.end_question(q.interaction, by=c.amara)),
    "oncall.end_questions": of(asked, lambda c, q: oncall.end_questions([q.interaction_id])),
    "oncall.page_test": lambda c: lambda: oncall.page_test(by=c.amara),
    "oncall.save_schedule": lambda c: (
        lambda: oncall.save_schedule(
            None,
            by=c.ada,
            team=c.teams["care"],
            name="Care",
            time_zone="UTC",
            turns=Turns(date(2026, 11, 16), 0, time(9), 7),
            people=[c.priya],
        )
    ),
    "oncall.save_policy": lambda c: (
        lambda: oncall.save_policy(
            None,
            by=c.ada,
            brand=c.brand,
            name="Red",
            is_default=True,
            topics=[],
            steps=[StepTerms(5, person=c.priya)],
            last_resort=[],
        )
    ),
}
