"""The sealer: takes every unsealed event, by whatever transaction it came, and adds one link to the signed chain."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from audit.digests import GENESIS, merkle_root, seal_digest
from audit.models import Event, Seal

BATCH = 5_000
_LOCK = 0x5EA1  # any constant: the name of the sealers' advisory lock


def seal() -> int:
    """Seal up to one batch of events; how many. Two sealers at once take turns, so the chain never forks."""
    with transaction.atomic():
        if not _is_mine():
            return 0
        unsealed = list(Event.objects.filter(seal=None).order_by("id").values_list("id", "digest")[:BATCH])
        if not unsealed:
            return 0
        link = _next_seal([digest for _id, digest in unsealed])
        link.save(force_insert=True)
        Event.objects.filter(pk__in=[pk for pk, _digest in unsealed]).update(seal=link)
    return len(unsealed)


def signing_key() -> Ed25519PrivateKey:
    """The key outside the database. Raises TypeError when it is of another kind than Ed25519."""
    key = load_pem_private_key(settings.SEAL_KEY.encode(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("DESK_SEAL_KEY must be an Ed25519 private key in PEM.")
    return key


def _next_seal(digests: list[str]) -> Seal:
    last = Seal.objects.order_by("-number").first()
    number = last.number + 1 if last else 1
    previous = seal_digest(last.number, last.previous, last.root, last.count) if last else GENESIS
    root = merkle_root(digests)
    signature = signing_key().sign(bytes.fromhex(seal_digest(number, previous, root, len(digests)))).hex()
    return Seal(
        number=number,
        previous=previous,
        root=root,
        count=len(digests),
        sealed_at=timezone.now(),
        signature=signature,
    )


def _is_mine() -> bool:
    """SQLite's IMMEDIATE transaction is the lock already; PostgreSQL needs an advisory one."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])
