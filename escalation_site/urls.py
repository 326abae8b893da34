"""Every address of the product, by room."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(url="/inbox/", permanent=False)),
    path("accounts/", include("allauth.urls")),
    path("operators/", admin.site.urls),
]
