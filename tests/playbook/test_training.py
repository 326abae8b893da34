"""Practice and quiz: what is right, what is kept, and who sees it."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.refusals import Conflict, Invalid, NotAllowed
from playbook import access, actions
from playbook.mapping import map_in_force
from playbook.models import Training
from playbook.practising import QUIZ, Handling, quiz, samples
from tests.playbook.mapped import with_map

pytestmark = pytest.mark.django_db
OF = "?brand=tern-air"


def url(name):
    return reverse(f"playbook:{name}") + OF


def right_answers(asked):
    return {f"a_{sample.slug}": sample.handling for sample in asked}


def test_each_quiz_asks_for_every_handling_and_the_next_asks_others():
    rounds = [quiz(taken) for taken in range(4)]
    for asked in rounds:
        assert len({sample.slug for sample in asked}) == QUIZ
        assert {sample.handling for sample in asked} == set(Handling.values)
    assert {sample.slug for sample in rounds[0]} != {sample.slug for sample in rounds[1]}
    assert all(sample.why and sample.level in {"green", "yellow", "red"} for sample in samples().values())


def test_a_quiz_is_kept_once_and_seen_by_its_taker_and_whoever_looks_after_them(cast, client):
    client.force_login(cast.jonas)
    form = client.get(url("quiz")).context["form"]
    answers = right_answers(form.asked) | {"key": str(form["key"].value())}
    wrong = dict(answers)
    first = f"a_{form.asked[0].slug}"
    wrong[first] = next(value for value in Handling.values if value != answers[first])
    assert client.post(url("quiz"), wrong, follow=True).status_code == 200
    client.post(url("quiz"), wrong)  # sent twice
    row = Training.objects.get()
    assert (row.person, row.right, row.asked, row.kind) == (cast.jonas, QUIZ - 1, QUIZ, "quiz")
    told = client.get(url("training") + f"&seen={row.pk}").content.decode()
    assert "Not this time" in told
    assert form.asked[0].why[:20] in told.replace("&#x27;", "'")
    client.force_login(cast.dev)
    assert "Jonas Weber" in client.get(url("training")).content.decode()
    assert "Not this time" in client.get(url("training") + f"&seen={row.pk}").content.decode()
    client.force_login(cast.amara)
    assert "Not this time" not in client.get(url("training") + f"&seen={row.pk}").content.decode()
    assert "Jonas Weber" not in client.get(url("training")).content.decode().replace("Weber</b>", "")


def test_the_last_walk_over_a_sample_counts_however_many_there_were(cast, monkeypatch):
    monkeypatch.setattr(access, "MOST_TRAININGS", 3)
    given = [("bag", False), ("bag", False), ("seat", True), ("bag", False), ("bag", True)]
    for sample, is_right in given:
        Training.objects.create(
            brand=cast.brand,
            person=cast.jonas,
            kind="practice",
            key=uuid4(),
            right=int(is_right),
            asked=1,
            given={sample: {}},
            taken_at=timezone.now(),
        )
    assert access.practised(cast.jonas, cast.brand) == {"seat": True, "bag": True}


def test_half_a_quiz_is_no_quiz(cast, client):
    client.force_login(cast.jonas)
    form = client.get(url("quiz")).context["form"]
    answers = right_answers(form.asked) | {"key": str(uuid4())}
    answers.popitem()
    some = {name: value for name, value in answers.items() if name != f"a_{form.asked[0].slug}"}
    for posted in (
        some,
        {},
        {"key": "x"},
        {**some, "a_moon": "engage"},
        {**answers, f"a_{form.asked[0].slug}": "dance"},
    ):
        assert client.post(url("quiz"), posted).status_code == 422
    assert not Training.objects.exists()


def test_a_sample_is_walked_and_right_is_who_ends_at_its_flag(cast, client):
    with_map(cast)
    client.force_login(cast.jonas)
    assert "Messages that nobody sent" in client.get(url("practice")).content.decode()
    page = client.get(url("practice") + "&sample=hacked")
    assert "Could someone be harmed?" in page.content.decode()
    page = client.get(url("practice") + "&sample=hacked&way=0")
    sent = {"key": str(page.context["key"]), "sha256": page.context["in_force"].sha256}
    assert client.post(url("practice") + "&sample=hacked&way=1", sent).status_code == 422, "it does not end yet"
    answer = client.post(url("practice") + "&sample=hacked&way=0", sent)
    assert answer.status_code == 302
    row = Training.objects.get()
    assert (row.right, row.given["hacked"]["right"], row.map_slug) == (1, "red", "small")
    assert "Right" in client.get(url("practice")).content.decode()
    stale = client.post(url("practice") + "&sample=hacked&way=0", {**sent, "sha256": "0" * 64, "key": str(uuid4())})
    assert stale.status_code == 409


def test_what_was_learned_is_never_changed_and_never_anothers(cast):
    with_map(cast)
    in_force = map_in_force(cast.brand.pk)
    walked = {"sample": "hacked", "map_slug": "small", "sha256": in_force.sha256, "given": [0]}
    key = uuid4()
    row = actions.practise(by=cast.jonas, brand=cast.brand, **walked, key=key)
    with pytest.raises(Conflict):
        actions.practise(by=cast.amara, brand=cast.brand, **walked, key=key)
    with pytest.raises(NotAllowed):
        actions.practise(by=cast.nora, brand=cast.brand, **walked, key=uuid4())
    with pytest.raises(Invalid):
        actions.practise(by=cast.jonas, brand=cast.brand, **{**walked, "sample": "moon"}, key=uuid4())
    with pytest.raises(DatabaseError), transaction.atomic():
        Training.objects.filter(pk=row.pk).update(right=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        Training.objects.create(
            brand=cast.brand,
            person=cast.jonas,
            kind="quiz",
            key=uuid4(),
            right=3,
            asked=2,
            given={},
            taken_at=row.taken_at,
        )
