"""Reading is under /inbox/, each verb under /interactions/."""

from django.urls import path

from interactions.views import ending, judging, offline, reading, releasing, writing

app_name = "interactions"
urlpatterns = [
    path("inbox/", reading.inbox, name="inbox"),
    path("inbox/filter/", reading.narrow, name="filter"),
    path("inbox/poll/", reading.poll, name="poll"),
    path("inbox/<int:pk>/", reading.conversation, name="conversation"),
    path("inbox/<int:pk>/beside/", reading.beside, name="beside"),
    path("inbox/<int:pk>/earlier/", reading.earlier, name="earlier"),
    path("interactions/<int:pk>/compose/", writing.compose, name="compose"),
    path("interactions/<int:pk>/draft/", writing.draft, name="draft"),
    path("interactions/<int:pk>/recall/", writing.recall, name="recall"),
    path("interactions/<int:pk>/note/", writing.note, name="note"),
    path("interactions/<int:pk>/flag/", judging.flag, name="flag"),
    path("interactions/<int:pk>/lower/", judging.lower, name="lower"),
    path("interactions/<int:pk>/assign/", judging.assign, name="assign"),
    path("interactions/<int:pk>/close/", ending.close, name="close"),
    path("interactions/<int:pk>/reopen/", ending.reopen, name="reopen"),
    path("interactions/<int:pk>/undo-close/", ending.undo_close, name="undo_close"),
    path("interactions/<int:pk>/release/", releasing.release, name="release"),
    path("interactions/<int:pk>/holding/", releasing.holding, name="holding"),
    path("interactions/requests/<int:pk>/confirm/", judging.confirm, name="confirm"),
    path("interactions/requests/<int:pk>/refuse/", judging.refuse, name="refuse"),
    path("interactions/handoffs/<int:pk>/outcome/", offline.outcome, name="outcome"),
    path("interactions/releases/<int:pk>/sign/", releasing.sign, name="sign_release"),
    path("interactions/releases/<int:pk>/revoke/", releasing.revoke, name="revoke_release"),
    path("interactions/statements/<int:pk>/sign/", releasing.sign_statement, name="sign_statement"),
    path("interactions/replies/<int:pk>/decide/", writing.decide, name="decide"),
    path("interactions/replies/<int:pk>/retry/", writing.retry, name="retry"),
]
