"""Who may not, at the doors for machines. Nothing is taken in by any of them."""

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from interactions.models import Interaction
from tests.api.conftest import Carrying
from tests.cast import Cast
from tests.interactions.doors import row

SIGNATURE_MISSING = 401
REFUSED = {
    "api:messages": {"": 401, "axel": 403, "nora": 404},
    "api:typed": {"": 401, "axel": 403, "nora": 404},  # these four: tests/api/test_answers.py
    "api:drafts": {"": 401, "axel": 403, "nora": 404},
    "api:files": {"": 401, "axel": 403, "nora": 404},  # tests/api/test_files.py
    "api:recall": {"": 401, "amara": 403, "nora": 404},
    "review_api:review": {"": 401, "amara": 403, "nora": 404},
    "api:nothing": {"": 404, "amara": 404},
    "hook": dict.fromkeys(["", "amara", "ada", "nora"], SIGNATURE_MISSING),  # only a signature opens it
}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "status"), REFUSED["api:messages"].items())
def test_the_api_takes_nothing_from_whoever_may_not(cast: Cast, carrying: Carrying, name: str, status: int) -> None:
    client = carrying(name, "ingest") if name else APIClient()
    answer = client.post(reverse("api:messages", args=[cast.channel.slug]), row(), format="json")
    assert (answer.status_code, Interaction.objects.count()) == (status, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "status"), REFUSED["api:nothing"].items())
def test_an_address_that_is_none_says_so_in_json(cast: Cast, carrying: Carrying, name: str, status: int) -> None:
    client = carrying(name, "ingest") if name else APIClient(enforce_csrf_checks=True)
    answer = client.post("/api/v1/nowhere/at/all", row(), format="json")
    assert (answer.status_code, list(answer.json())) == (status, ["detail"])


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "status"), REFUSED["hook"].items())
def test_a_webhook_takes_nothing_without_a_signature(cast: Cast, name: str, status: int) -> None:
    client = Client()
    if name:
        client.force_login(getattr(cast, name), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(reverse("hook", args=[cast.channel.slug]), row(), content_type="application/json")
    assert (answer.status_code, Interaction.objects.count()) == (status, 0)
