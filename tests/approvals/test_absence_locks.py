"""Going away locks the person; whoever tells them something at that moment waits for nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Notice
from approvals import actions
from tests.cast import Cast


@pytest.mark.django_db(transaction=True)
def test_a_notice_is_written_while_its_reader_is_going_away(cast: Cast) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")

    def tell() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            Notice.objects.create(user=cast.ingrid, kind="sign-off-asked", text="Yours", url="/", key="asked")
        finally:
            connection.close()

    now = timezone.now()
    with ThreadPoolExecutor(1) as other, transaction.atomic():
        actions.be_away(by=cast.ingrid, starts_at=now, ends_at=now + timedelta(days=1))
        other.submit(tell).result(10)
    assert Notice.objects.filter(user=cast.ingrid, key="asked").exists()
