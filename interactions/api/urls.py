from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView

from interactions.api.answers import Drafts, Recall, Typed
from interactions.api.door import nothing_here
from interactions.api.reading import InteractionCase, InteractionList
from interactions.api.sending import Messages

app_name = "api"
urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(authentication_classes=[], permission_classes=[]), name="schema"),
    path("channels/<slug:slug>/messages/", Messages.as_view(), name="messages"),
    path("interactions/", InteractionList.as_view(), name="interactions"),
    path("interactions/<uuid:public_id>/", InteractionCase.as_view(), name="interaction"),
    path("interactions/<uuid:public_id>/typed/", Typed.as_view(), name="typed"),
    path("interactions/<uuid:public_id>/drafts/", Drafts.as_view(), name="drafts"),
    path("interactions/<uuid:public_id>/drafts/<int:number>/recall/", Recall.as_view(), name="recall"),
    re_path(r"^(?P<rest>[\s\S]+)$", nothing_here, name="nothing"),  # with line breaks too, which no path has
]
