"""A person's own ways of being reached."""

import re
import uuid
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Conflict, Invalid
from audit.record import record
from connectors import http, secrets
from connectors.webhook.signatures import new_secret
from oncall.actions.paging import send_after_commit, sign_in_address
from oncall.gateways import check_person
from oncall.models import ContactMethod, Gateway, Page

AT_MOST = 10
TESTS_EVERY = 20  # seconds


@transaction.atomic
def add_method(
    *, by: User, kind: str, address: str, gateway: Gateway | None = None, wait_for: int = 0
) -> tuple[ContactMethod, str]:
    """A new address of one's own, and the secret its webhook is signed with (shown this once; empty for e-mail).

    It is paged once a test page to it was confirmed; the address one signs in with is known already. Raises Invalid.
    """
    address = _tidy(kind, address)
    _check_address(kind, address, gateway)
    check_is_new(by, kind, address)
    secret = new_secret() if kind == ContactMethod.Kind.WEBHOOK else ""
    method = ContactMethod.objects.create(
        user=by,
        kind=kind,
        address=address,
        gateway=gateway,
        wait_for=wait_for,
        secrets=secrets.seal({"signing": secret}),
        is_verified=kind == ContactMethod.Kind.EMAIL and address.lower() == by.email.lower(),
    )
    tell_of("method_added", method, by=by)
    return method, secret


@transaction.atomic
def remove_method(method: ContactMethod, *, by: User) -> None:
    """Nothing is sent there any more; what is under way to it counts as failed."""
    tell_of("method_removed", method, by=by)
    method.delete()


@transaction.atomic
def confirm_method(method: ContactMethod, *, by: User) -> ContactMethod:
    """A test page arrived there: from now on it is paged. Doing it twice changes nothing."""
    locked = ContactMethod.objects.select_for_update().get(pk=method.pk)
    if not locked.is_verified:
        locked.is_verified = True
        locked.save(update_fields=["is_verified"])
        tell_of("method_confirmed", locked, by=by)
    return locked


@transaction.atomic
def page_test(*, by: User) -> list[Page]:
    """Send a test page to every address of one's own, the way a real one goes. Raises Conflict when one just left."""
    now = timezone.now()
    just_now = Page.objects.filter(alert=None, user=by, created_at__gt=now - timedelta(seconds=TESTS_EVERY))
    if just_now.exists():
        raise Conflict(_("A test page is on its way. Look for it before you send another."))
    methods = list(ContactMethod.objects.filter(user=by)) or [sign_in_address(by)]
    pages = Page.objects.bulk_create(
        Page(
            key=f"test:{uuid.uuid4()}",
            user=by,
            method=method if method.pk else None,
            kind=method.kind,
            address=method.address,
            next_attempt_at=now,
            created_at=now,
        )
        for method in methods
    )
    send_after_commit(pages)
    record("oncall.test_paged", by=by, subject=by, brand=None, facts={"methods": len(pages)})
    return pages


def check_is_new(by: User, kind: str, address: str) -> None:
    """Raises Invalid for what one has already, and for one too many."""
    if ContactMethod.objects.filter(user=by, kind=kind, address=address).exists():
        raise Invalid(_("You have this address already."))
    if ContactMethod.objects.filter(user=by).count() >= AT_MOST:
        raise Invalid(_("Ten addresses are enough. Remove one first."))


def _tidy(kind: str, address: str) -> str:
    """Without what people put into phone numbers to read them."""
    address = address.strip()
    return re.sub(r"[ ().\-/]", "", address) if kind == ContactMethod.Kind.SMS else address


def _check_address(kind: str, address: str, gateway: Gateway | None) -> None:
    if kind in Gateway.Kind:
        if gateway is None or gateway.kind != kind or not gateway.is_active:
            raise Invalid(_("Choose the service that carries it there."))
        check_person(kind, address)
        return
    if gateway is not None:
        raise Invalid(_("E-mail and webhooks need no service."))
    if kind == ContactMethod.Kind.WEBHOOK:
        http.check_address(address)
        return
    try:
        validate_email(address)
    except ValidationError as error:
        raise Invalid(_("This is no e-mail address.")) from error


def tell_of(name: str, method: ContactMethod, *, by: User) -> None:
    record(f"oncall.{name}", by=by, subject=method, brand=None, facts={"user": method.user_id, "kind": method.kind})
