"""Addresses under /reports/."""

from django.urls import path

from reports.views import back_tests, coverage, dry_runs, figures

app_name = "reports"

urlpatterns = [
    path("back-tests/drafts/<int:pk>/", back_tests.begin, name="begin_back_test"),
    path("back-tests/<int:pk>/", back_tests.back_test, name="back_test"),
    path("back-tests/<int:pk>/panel/", back_tests.panel, name="back_test_panel"),
    path("back-tests/<int:pk>/read/", back_tests.read, name="read_back_test"),
    path("dry-run/<slug:slug>/", dry_runs.rule, name="dry_run"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("", figures.index, name="index"),
    path("flags/", figures.flags, name="flags"),
    path("flags.csv", figures.flags_csv, name="flags_csv"),
    path("good/", figures.good, name="good"),
]
