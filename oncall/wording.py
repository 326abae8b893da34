"""What a page says: what, which brand, and the link. Never personal data, never the customer's words."""

from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connectors import secrets
from oncall import links, pushing
from oncall.models import Alert, Page
from oncall.notifiers.message import Message, Refused

PROMISE = "promise:"  # how the key of an alert begins that is raised for a word that did not come
NAMED = 5  # of the alerts that one message carries


def message_for(page: Page) -> Message:
    """The page in its reader's language, its link made for this try. Raises Refused when its method is gone."""
    with translation.override(page.user.language):
        return _test(page) if page.alert is None else _page(page, page.alert)


def _page(page: Page, alert: Alert) -> Message:
    carries = page.carries.filter(state=Page.State.BUNDLED).select_related("alert__topic", "alert__brand")
    carried = list(carries.order_by("pk"))
    alerts = {each.pk: each for each in [alert, *(one.alert for one in carried if one.alert is not None)]}
    subject, text = _bundle(list(alerts.values())) if len(alerts) > 1 else _one(page, alert)
    facts: dict[str, object] = {
        "alert": alert.pk,
        "alerts": sorted(alerts),
        "brand": alert.brand.slug,
        "topic": alert.topic.slug if alert.topic and not alert.is_question else "",
        "round": page.round,
        "step": page.step,
        "cause": str(page.cause),
        "flags": alert.flag_count,
    }
    if alert.is_question:
        facts["is_question"] = True
    if all(each.is_drill for each in alerts.values()):
        subject, text = (_("DRILL. %(words)s") % {"words": words} for words in (subject, text))
        facts["is_drill"] = True
    link = links.page_url(user_id=page.user_id, alert_id=alert.pk)
    return _message(page, subject, text, link, facts)


def _one(page: Page, alert: Alert) -> tuple[str, str]:
    about: dict[str, Any] = {"topic": alert.about, "brand": str(alert.brand), "count": alert.flag_count}
    if alert.is_question:
        subject = _("A colleague asks where this goes: %(brand)s") % about
        text = _("Somebody of %(brand)s does not know where a message goes and asks you. Open the page.") % about
    elif alert.is_late:
        subject = _("Red flags on older messages: %(topic)s, %(brand)s") % about
        text = (
            ngettext(
                "%(count)d older message of %(brand)s was flagged red as it came in. Open the page to take it.",
                "%(count)d older messages of %(brand)s were flagged red as they came in. Open the page to take them.",
                alert.flag_count,
            )
            % about
        )
    elif alert.key.startswith(PROMISE):
        subject = _("A public word is overdue: %(topic)s, %(brand)s") % about
        text = _("%(brand)s promised a public word and it did not come: %(topic)s. Open the page to take it.") % about
    else:
        subject = _("Red flag: %(topic)s, %(brand)s") % about
        text = _("%(brand)s has a red flag: %(topic)s. Open the page to take it, or to pass it on.") % about
    text = _because(page, alert) or text
    if alert.exhausted_at and alert.is_live:
        text += " " + _("Everybody was paged and nobody has it yet.")
    return subject, text


def _because(page: Page, alert: Alert) -> str:
    """Why somebody is paged beside the steps; empty for a step."""
    about: dict[str, Any] = {"topic": alert.about, "brand": str(alert.brand), "count": alert.flag_count}
    if page.cause == Page.Cause.SWELL:
        return _("%(topic)s, %(brand)s. It has grown: %(count)d red flags. Open the page.") % about
    if page.cause == Page.Cause.BACK:
        return _("%(topic)s, %(brand)s was over, and is red again. Open the page.") % about
    if page.cause == Page.Cause.HAND_OVER:
        return _("%(topic)s, %(brand)s: you are asked to take this over. Open the page to accept or decline.") % about
    return ""


def _bundle(alerts: Sequence[Alert]) -> tuple[str, str]:
    """Several red flags in one message, because many left for this address just before."""
    are_red = not any(alert.is_question for alert in alerts)
    many = _("%(count)d red flags wait for you") if are_red else _("%(count)d red flags and questions wait for you")
    subject = many % {"count": len(alerts)}
    named = [_named(alert) for alert in alerts[:NAMED]]
    if len(alerts) > NAMED:
        named.append(_("and %(count)d more") % {"count": len(alerts) - NAMED})
    return subject, "{}: {}. {}".format(subject, "; ".join(named), _("Open the page to take them, or to pass them on."))


def _named(alert: Alert) -> str:
    named = f"{alert.about}, {alert.brand}"
    return _("DRILL: %(named)s") % {"named": named} if alert.is_drill else named


def _test(page: Page) -> Message:
    subject = _("Test page from Escalation Desk")
    text = _("You asked for this test. Open the page to confirm that it reached you.")
    link = links.test_url(user_id=page.user_id, method_id=page.method_id or 0)
    return _message(page, subject, text, link, {"is_test": True})


def _message(page: Page, subject: str, text: str, link: str, facts: dict[str, object]) -> Message:
    return Message(page.kind, page.address, page.key, subject, text, link, facts, _secrets(page))


def _secrets(page: Page) -> dict[str, str]:
    """What the method, or the gateway that carries to it, is reached with."""
    if page.kind == "email":
        return {}
    method = page.method
    if method is None:
        raise Refused(_("This address was removed."))
    gateway = method.gateway
    if gateway is not None and not gateway.is_active:
        raise Refused(_("The service that carried it was switched off."))
    own = secrets.unseal(gateway.secrets if gateway is not None else method.secrets)
    return own | pushing.signing_key() if page.kind == "push" else own
