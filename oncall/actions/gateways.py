"""Setting up the services that carry pages to chats and phones. An admin's work: their addresses hold credentials."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Brand, User
from accounts.refusals import Invalid
from accounts.rights import check_can
from audit.record import record
from connectors import http, secrets
from oncall.gateways import service_of
from oncall.models import Gateway


@transaction.atomic
def add_gateway(*, by: User, brand: Brand, kind: str, name: str, url: str) -> Gateway:
    """Raises NotAllowed, Invalid. The address is never shown again."""
    check_can(by, "manage_channels", brand)
    url = url.strip()
    service = service_of(kind, url, beside=frozenset(settings.OUTGOING_ALLOWED_HOSTS))
    if host := urlsplit(url).hostname:
        http.check_address(f"https://{host}/" if ":" not in host else f"https://[{host}]/")
    if Gateway.objects.filter(brand=brand, name=name).exists():
        raise Invalid(_("There is a service of this name already."))
    made = Gateway.objects.create(
        brand=brand, kind=kind, name=name, service=service, secrets=secrets.seal({"url": url})
    )
    _tell("gateway_added", made, by=by)
    return made


@transaction.atomic
def switch_gateway(gateway: Gateway, *, by: User, is_active: bool) -> Gateway:
    """Off: what is under way to it counts as failed, and the next method is used. Doing it twice changes nothing."""
    check_can(by, "manage_channels", gateway.brand)
    locked = Gateway.objects.select_for_update(of=("self",)).select_related("brand").get(pk=gateway.pk)
    if locked.is_active != is_active:
        locked.is_active = is_active
        locked.save(update_fields=["is_active"])
        _tell("gateway_switched", locked, by=by, is_active=is_active)
    return locked


def _tell(name: str, gateway: Gateway, *, by: User, **more: object) -> None:
    facts = {"kind": gateway.kind, "service": gateway.service} | more
    record(f"oncall.{name}", by=by, subject=gateway, brand=gateway.brand_id, facts=facts)
