from django.urls import path, register_converter
from django.urls.converters import StringConverter
from drf_spectacular.views import SpectacularAPIView

from interactions.api.answers import Checklist, Drafts, Recall, Typed
from interactions.api.door import nothing_here
from interactions.api.files import Files
from interactions.api.reading import InteractionCase, InteractionList
from interactions.api.sending import Messages


class Anything(StringConverter):
    """A path with whatever stands in it, line breaks too."""

    regex = r"[\s\S]+"


register_converter(Anything, "anything")

app_name = "api"
urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(authentication_classes=[], permission_classes=[]), name="schema"),
    path("channels/<slug:slug>/messages/", Messages.as_view(), name="messages"),
    path("interactions/", InteractionList.as_view(), name="interactions"),
    path("interactions/<uuid:public_id>/", InteractionCase.as_view(), name="interaction"),
    path("interactions/<uuid:public_id>/typed/", Typed.as_view(), name="typed"),
    path("interactions/<uuid:public_id>/checklist/", Checklist.as_view(), name="checklist"),
    path("interactions/<uuid:public_id>/files/", Files.as_view(), name="files"),
    path("interactions/<uuid:public_id>/drafts/", Drafts.as_view(), name="drafts"),
    path("interactions/<uuid:public_id>/drafts/<int:number>/recall/", Recall.as_view(), name="recall"),
    path("<anything:rest>", nothing_here, name="nothing"),
]
