"""Addresses under /p/, short because they are in every page."""

from django.urls import path

from oncall.views import page

urlpatterns = [
    path("test/<str:token>/", page.test, name="page_test"),
    path("<str:token>/", page.page, name="page"),
    path("<str:token>/pass-on/", page.pass_on, name="page_pass_on"),
    path("<str:token>/hand-over/", page.hand_over, name="page_hand_over"),
    path("<str:token>/accept/", page.accept, name="page_accept"),
    path("<str:token>/decline/", page.decline, name="page_decline"),
]
