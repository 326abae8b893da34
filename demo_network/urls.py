from django.urls import path

from demo_network import views

app_name = "demo_network"
urlpatterns = [
    path("", views.stream, name="stream"),
    path("latest/", views.latest, name="latest"),
    path("hook/", views.hook, name="hook"),
    path("<slug:key>/", views.thread, name="thread"),
    path("<slug:key>/edit/", views.edit, name="edit"),
    path("<slug:key>/delete/", views.delete, name="delete"),
]
