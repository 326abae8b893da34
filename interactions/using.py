"""How the words of the playbook are used, asked from below through ``playbook.ports``. Reads only.

Figures are of the last 90 days and, for one template, of its newest 500 drafts: enough to judge by, however old the
house is.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from audit.models import Event
from connectors.models import Channel
from connectors.rehearsal.connector import Rehearsal
from interactions.models import Approval, Draft, HoldingStatement, Interaction, Reply
from interactions.models.drafts import Basis
from playbook.models import Wording
from playbook.ports import Outlet, Use
from playbook.variables import is_only_filled

LOOKED_BACK = timedelta(days=90)
_IS_REAL = ~Q(interaction__channel__network=Rehearsal.network)  # a drill counts for nothing
MOST_DRAFTS = 500


def uses_of(template_ids: Collection[int]) -> dict[int, int]:
    """How many interactions were answered from each template; ids without use are missing. One query."""
    used = drafts_from(template_ids)
    return _counted(used.values_list("template").annotate(uses=Count("interaction", distinct=True)))


def statements_of(message_ids: Collection[int]) -> dict[int, int]:
    """How often each holding message went out; ids without use are missing. One query."""
    sent = statements_from(message_ids).filter(reply__state=Reply.State.SENT)
    return _counted(sent.values_list("message").annotate(uses=Count("pk")))


def use_of(template_id: int) -> Use:
    """How one template did. Four queries, whatever there is."""
    drafts = drafts_from([template_id]).order_by("-pk")
    newest = list(drafts.values_list("pk", "interaction_id", "based_on_id")[:MOST_DRAFTS])
    ids = [pk for pk, _interaction, _below in newest]
    sent = list(
        Reply.objects.filter(approval__draft__in=ids, state=Reply.State.SENT).values_list(
            "interaction_id", "sent_at", "approval__draft__text", "approval__draft__template_version"
        )
    )
    texts = dict(Wording.objects.filter(template=template_id).values_list("number", "text"))
    known = [(text, texts[version]) for _pk, _at, text, version in sent if version in texts]
    reviewed = list(
        Approval.objects.filter(draft__in=ids).exclude(basis=Basis.POLICY).values_list("draft__based_on", flat=True)
    )
    return Use(
        drafts=len({interaction for _pk, interaction, _below in newest}),
        sent=len(sent),
        changed=_percent(sum(not is_only_filled(template, text) for text, template in known), len(known)),
        first_time=_percent(reviewed.count(None), len(reviewed)),
        reopened=_reopened({pk: at for pk, at, _text, _version in sent if pk and at}),
    )


def drafts_from(template_ids: Collection[int]) -> QuerySet[Draft]:
    """Those written lately from these templates, drills left out; read from an index of their own."""
    return Draft.objects.filter(_IS_REAL, template__in=template_ids, created_at__gte=_since())


def statements_from(message_ids: Collection[int]) -> QuerySet[HoldingStatement]:
    """The same for holding messages."""
    return HoldingStatement.objects.filter(_IS_REAL, message__in=message_ids, created_at__gte=_since())


def outlets_of(brand_id: int) -> list[Outlet]:
    """The brand's active accounts that take an answer. One query."""
    channels = Channel.objects.filter(brand=brand_id, is_active=True).order_by("name")
    return [
        Outlet(channel.name, channel.network, channel.network_label, channel.max_length, channel.length)
        for channel in channels
        if not channel.is_readonly
    ]


def _reopened(sent_at: dict[int, datetime]) -> int:
    """Of these interactions, those opened again after the answer went out."""
    label = Interaction._meta.label_lower
    events = Event.objects.filter(subject_type=label, subject_id__in=sent_at, name="interactions.reopened")
    return len({pk for pk, at in events.values_list("subject_id", "at") if at > sent_at[pk]})


def _counted(rows: object) -> dict[int, int]:
    return dict(rows)  # type: ignore[call-overload]  # pairs, of which the stubs know nothing


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def _since() -> datetime:
    return timezone.now() - LOOKED_BACK
