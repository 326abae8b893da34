from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from interactions.api.door import nothing_here
from interactions.api.reading import InteractionCase, InteractionList
from interactions.api.sending import Messages

app_name = "api"
urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(authentication_classes=[], permission_classes=[]), name="schema"),
    path("channels/<slug:slug>/messages/", Messages.as_view(), name="messages"),
    path("interactions/", InteractionList.as_view(), name="interactions"),
    path("interactions/<uuid:public_id>/", InteractionCase.as_view(), name="interaction"),
    path("<path:rest>", nothing_here, name="nothing"),
]
