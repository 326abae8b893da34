from django.urls import path

from approvals.views import deciding, people

app_name = "approvals"

urlpatterns = [
    path("", deciding.queue, name="queue"),
    path("<int:pk>/", deciding.review, name="review"),
    path("<int:pk>/approve/", deciding.approve, name="approve"),
    path("<int:pk>/edit/", deciding.edit, name="edit"),
    path("<int:pk>/return/", deciding.send_back, name="return"),
    path("<int:pk>/undo/", deciding.undo, name="undo"),
    path("people/", people.people, name="people"),
    path("people/<int:team_id>/<int:user_id>/start/", people.start, name="start_probation"),
    path("people/probations/<int:pk>/end/", people.end, name="end_probation"),
]
