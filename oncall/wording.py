"""What a page says: what, which brand, and the link. Never personal data, never the customer's words."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connectors import secrets
from oncall import links
from oncall.models import Alert, Page
from oncall.notifiers.message import Message, Refused


def message_for(page: Page) -> Message:
    """The page in its reader's language, its link made for this try. Raises Refused when its method is gone."""
    with translation.override(page.user.language):
        return _test(page) if page.alert is None else _page(page, page.alert)


def _page(page: Page, alert: Alert) -> Message:
    about = {"topic": str(alert.topic), "brand": str(alert.brand)}
    count = alert.flags.count()
    if alert.is_late:
        subject = _("Red flags on older messages: %(topic)s, %(brand)s") % about
        text = ngettext(
            "%(count)d older message of %(brand)s was flagged red as it came in. Open the page to take it.",
            "%(count)d older messages of %(brand)s were flagged red as they came in. Open the page to take them.",
            count,
        ) % (about | {"count": count})
    else:
        subject = _("Red flag: %(topic)s, %(brand)s") % about
        text = _("%(brand)s has a red flag: %(topic)s. Open the page to take it, or to pass it on.") % about
    if alert.exhausted_at:
        text += " " + _("Everybody was paged and nobody has it yet.")
    facts: dict[str, object] = {
        "alert": alert.pk,
        "brand": alert.brand.slug,
        "topic": alert.topic.slug,
        "round": page.round,
        "step": page.step,
        "flags": count,
    }
    link = links.page_url(user_id=page.user_id, alert_id=alert.pk)
    return Message(page.kind, page.address, page.key, subject, text, link, facts, _secret(page))


def _test(page: Page) -> Message:
    subject = _("Test page from Escalation Desk")
    text = _("You asked for this test. Open the page to confirm that it reached you.")
    link = links.test_url(user_id=page.user_id, method_id=page.method_id or 0)
    return Message(page.kind, page.address, page.key, subject, text, link, {"is_test": True}, _secret(page))


def _secret(page: Page) -> str:
    if page.kind != "webhook":
        return ""
    if page.method is None:
        raise Refused(_("This address was removed."))
    return secrets.unseal(page.method.secrets)["signing"]
