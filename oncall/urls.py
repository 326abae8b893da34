"""Addresses under /oncall/."""

from django.urls import path

from oncall.views import alerts, board, methods, rota

app_name = "oncall"

urlpatterns = [
    path("", board.index, name="index"),
    path("log/", board.log, name="log"),
    path("schedules/new/", rota.add_schedule, name="add_schedule"),
    path("schedules/<int:pk>/", rota.schedule, name="schedule"),
    path("policies/new/", rota.add_policy, name="add_policy"),
    path("policies/<int:pk>/", rota.policy, name="policy"),
    path("methods/", methods.methods, name="methods"),
    path("methods/test/", methods.page_test, name="page_test"),
    path("methods/<int:pk>/remove/", methods.remove, name="remove_method"),
    path("alerts/<int:pk>/acknowledge/", alerts.acknowledge, name="acknowledge"),
    path("alerts/<int:pk>/pass-on/", alerts.pass_on, name="pass_on"),
]
