from django.urls import URLPattern, path

from playbook.views import checklist, exchange, library, signing, topics, trying, words
from playbook.views.library import HOLDING_MESSAGES, TEMPLATES, Library

app_name = "playbook"


def _library(folder: str, name: str, shelf: Library) -> list[URLPattern]:
    known = {"library": shelf}
    return [
        path(f"{folder}/", library.listing, known, name=f"{name}s"),
        path(f"{folder}/new/", words.add, known, name=f"add_{name}"),
        path(f"{folder}/preview/", words.preview, known, name=f"preview_{name}"),
        path(f"{folder}/export/", exchange.export, known, name=f"export_{name}s"),
        path(f"{folder}/import/", exchange.bring_in, known, name=f"import_{name}s"),
        path(f"{folder}/<int:pk>/", words.words, known, name=name),
        path(f"{folder}/<int:pk>/details/", words.details, known, name=f"edit_{name}"),
        path(f"{folder}/<int:pk>/versions/", words.versions, known, name=f"{name}_versions"),
        path(f"{folder}/<int:pk>/approve/", signing.approve, known, name=f"approve_{name}"),
        path(f"{folder}/<int:pk>/turn-down/", signing.turn_down, known, name=f"turn_down_{name}"),
        path(f"{folder}/<int:pk>/reviewed/", signing.reviewed, known, name=f"review_{name}"),
        path(f"{folder}/<int:pk>/retire/", signing.retire, known, name=f"retire_{name}"),
        path(f"{folder}/<int:pk>/restore/", signing.restore, known, name=f"restore_{name}"),
    ]


urlpatterns = [
    path("", topics.board, name="board"),
    path("try/", trying.try_message, name="try"),
    path("topics/new/", topics.add_topic, name="add_topic"),
    path("topics/<int:pk>/", topics.topic, name="topic"),
    path("topics/<int:pk>/edit/", topics.edit_topic, name="edit_topic"),
    path("topics/<int:pk>/plan/", topics.edit_plan, name="edit_plan"),
    path("topics/<int:pk>/rules/new/", topics.add_rule, name="add_rule"),
    path("topics/<int:pk>/retire/", topics.retire_topic, name="retire_topic"),
    path("topics/<int:pk>/restore/", topics.restore_topic, name="restore_topic"),
    path("rules/<int:pk>/", topics.edit_rule, name="rule"),
    *_library("templates", "template", TEMPLATES),
    *_library("holding", "holding_message", HOLDING_MESSAGES),
    path("checklist/", checklist.checklist, name="checklist"),
    path("checklist/new/", checklist.add_item, name="add_checklist_item"),
    path("checklist/<int:pk>/", checklist.edit_item, name="checklist_item"),
    path("checklist/<int:pk>/retire/", checklist.retire_item, name="retire_checklist_item"),
    path("checklist/<int:pk>/restore/", checklist.restore_item, name="restore_checklist_item"),
]
