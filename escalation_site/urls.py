"""Every address of the product, by room."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from escalation_site.health import healthz
from escalation_site.metrics import metrics
from escalation_site.styleguide import styleguide
from escalation_site.views import choose_brand, live_poll, shell_parts
from interactions.hooks import hook
from oncall.views.devices import worker
from oncall.views.feeds import calendar
from oncall.views.statement_pages import statement_page

urlpatterns = [
    path("", RedirectView.as_view(url="/inbox/", permanent=False)),
    path("healthz", healthz),
    path("metrics", metrics),
    path("live/poll/", live_poll, name="live_poll"),
    path("shell/", shell_parts, name="shell_parts"),
    path("brand/", choose_brand, name="choose_brand"),
    path("", include("accounts.urls")),
    path("styleguide/", styleguide, name="styleguide"),
    path("accounts/", include("allauth.urls")),
    path("operators/", admin.site.urls),
    path("oncall/", include("oncall.urls")),
    path("rooms/", include("oncall.room_urls")),
    path("push-worker.js", worker, name="push_worker"),
    path("p/", include("oncall.page_urls")),
    path("statement/<slug:address>/", statement_page, name="statement_page"),
    path("calendar/<str:token>.ics", calendar, name="calendar"),
    path("playbook/", include("playbook.urls")),
    path("reports/", include("reports.urls")),
    path("approvals/", include("approvals.urls")),
    path("hooks/<slug:slug>/", hook, name="hook"),
    path("api/v1/", include("approvals.api.urls")),
    path("api/v1/", include("interactions.api.urls")),
    path("", include("interactions.urls")),
    path("demo/", include("demo_network.urls")),
]
