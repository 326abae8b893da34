from django.urls import path

from accounts.views import notices, preferences

app_name = "accounts"

urlpatterns = [
    path("notices/", notices.index, name="notices"),
    path("notices/read/", notices.read_all, name="read_all"),
    path("notices/<int:pk>/open/", notices.open_notice, name="open_notice"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("preferences/theme/", preferences.theme, name="theme"),
]
