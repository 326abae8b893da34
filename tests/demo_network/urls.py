"""Harbour alone, as the site mounts it."""

from django.urls import include, path

urlpatterns = [path("demo/", include("demo_network.urls"))]
