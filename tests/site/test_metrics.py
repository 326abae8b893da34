"""`/metrics`: counts for the operators' monitoring, for nobody else."""

import pytest

from oncall.heartbeats import beat

pytestmark = pytest.mark.django_db


def test_this_machine_reads_facts_of_the_database(client, cast):
    cast.flagged("hacking")
    beat("pages")
    answer = client.get("/metrics")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert 'desk_interactions_open{level="red"} 1.0' in text
    assert 'desk_heartbeat_age_seconds{sweep="pages"}' in text
    assert "desk_deliveries_due" in text


@pytest.mark.parametrize(
    "facts", [{"REMOTE_ADDR": "203.0.113.7"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}, {"HTTP_FORWARDED": "for=x"}]
)
def test_nobody_from_elsewhere_reads_them_without_a_token(client, facts):
    assert client.get("/metrics", **facts).status_code == 403


@pytest.mark.parametrize(
    ("given", "status"), [("Bearer right", 200), ("Bearer wrong", 403), ("", 403), ("Bearer ", 403), ("Bearer é", 403)]
)
def test_with_a_token_set_only_the_token_counts(client, settings, given, status):
    settings.METRICS_TOKEN = "right"
    answer = client.get("/metrics", HTTP_AUTHORIZATION=given, REMOTE_ADDR="203.0.113.7")
    assert answer.status_code == status
    if given == "":
        assert client.get("/metrics").status_code == 403
