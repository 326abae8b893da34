from django.urls import URLPattern, path

from playbook.views import checklist, topics, trying, words
from playbook.views.words import HOLDING_MESSAGES, TEMPLATES, Library

app_name = "playbook"


def _library(folder: str, name: str, library: Library) -> list[URLPattern]:
    known = {"library": library}
    return [
        path(f"{folder}/", words.listing, known, name=f"{name}s"),
        path(f"{folder}/new/", words.add, known, name=f"add_{name}"),
        path(f"{folder}/<int:pk>/", words.words, known, name=name),
        path(f"{folder}/<int:pk>/approve/", words.approve, known, name=f"approve_{name}"),
        path(f"{folder}/<int:pk>/retire/", words.retire, known, name=f"retire_{name}"),
        path(f"{folder}/<int:pk>/restore/", words.restore, known, name=f"restore_{name}"),
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
