"""Every address of the product, by room."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from escalation_site.health import healthz

urlpatterns = [
    path("", RedirectView.as_view(url="/inbox/", permanent=False)),
    path("healthz", healthz),
    path("accounts/", include("allauth.urls")),
    path("operators/", admin.site.urls),
    path("playbook/", include("playbook.urls")),
]
