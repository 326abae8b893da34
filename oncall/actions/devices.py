"""A browser as a way of being reached: web push."""

import base64

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from py_vapid import Vapid02

from accounts.models import User
from accounts.refusals import Invalid
from audit.record import record
from connectors import secrets
from oncall.actions.methods import check_is_new, tell_of
from oncall.models import ContactMethod, PushKey
from oncall.pushing import check_subscription

LONGEST = 500  # of an endpoint


@transaction.atomic
def make_push_key(*, by: User) -> PushKey:
    """The key by which push services know us, made when the first device asks for it; later ones get the same."""
    standing = PushKey.objects.first()
    if standing is not None:
        return standing
    pair = Vapid02()
    pair.generate_keys()
    point = pair.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    public = base64.urlsafe_b64encode(point).decode().rstrip("=")
    sealed = secrets.seal({"private": pair.private_pem().decode()})
    made, is_new = PushKey.objects.get_or_create(
        number=1, defaults={"public": public, "secrets": sealed, "made_at": timezone.now()}
    )
    if is_new:
        record("oncall.push_key_made", by=by, subject=made, brand=None)
    return made


@transaction.atomic
def add_device(*, by: User, endpoint: str, p256dh: str, auth: str) -> ContactMethod:
    """One's own browser, as it subscribed. It is paged once a test page to it was confirmed. Raises Invalid."""
    if len(endpoint) > LONGEST:
        raise Invalid(_("The address that this browser’s push service gave is too long."))
    check_subscription(endpoint, p256dh, auth)
    check_is_new(by, ContactMethod.Kind.PUSH, endpoint)
    method = ContactMethod.objects.create(
        user=by,
        kind=ContactMethod.Kind.PUSH,
        address=endpoint,
        secrets=secrets.seal({"p256dh": p256dh, "auth": auth}),
    )
    tell_of("method_added", method, by=by)
    return method
