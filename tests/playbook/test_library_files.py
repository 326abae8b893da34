"""The pages through which a library goes out as a file, and a file comes in."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from playbook.life import Life
from playbook.models import ResponseTemplate, Wording
from tests.playbook.library import url


def test_a_library_goes_out_as_csv_and_json(cast, client):
    client.force_login(cast.axel)
    answer = client.get(f"{url('export_templates')}?as=json")
    assert json.loads(answer.content)[0]["name"] == "Delayed bag, found"
    assert 'filename="tern-air-response-templates.json"' in answer["Content-Disposition"]
    answer = client.get(f"{url('export_holding_messages')}?as=moon")
    assert answer["Content-Type"].startswith("text/csv")
    assert answer.content.decode().startswith("name,language,text,")


def test_a_file_is_looked_at_then_taken_in_as_proposals(cast, client):
    client.force_login(cast.ada)
    content = b"name,text\nHello,Hello {name}.\nBad,\n'=1+1,=2+2\n"
    page = url("import_templates")
    answer = client.post(page, {"file": SimpleUploadedFile("texts.csv", content)})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Propose 2 new and 0 changed" in shown
    assert "The text is missing." in shown
    assert not Wording.objects.exists(), "looking writes nothing"
    answer = client.post(page, {"content": answer.context["content"]})
    assert answer.url == f"{url('templates')}?brand=tern-air&state=waiting"
    assert ResponseTemplate.objects.get(name="=1+1").proposal.text == "=2+2"
    assert ResponseTemplate.objects.get(name="Hello").life == Life.PROPOSED


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose a file."),
        ({"file": SimpleUploadedFile("a.csv", b"x" * 1_000_001)}, "larger than 1000 kB"),
        ({"file": SimpleUploadedFile("a.csv", b"\xff\xff")}, "not in UTF-8"),
        ({"content": "[1"}, "not JSON"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(cast, client, sent, sentence):
    client.force_login(cast.ada)
    answer = client.post(url("import_templates"), sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("name", ["amara", "dev", "axel"])
def test_only_an_editor_is_shown_how_to_bring_a_file_in(cast, client, name):
    client.force_login(getattr(cast, name))
    assert client.get(url("import_templates")).status_code == 403
    assert "Bring in a file" not in client.get(url("templates")).content.decode()
