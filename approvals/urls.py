from django.urls import path

from approvals.views import deciding, people, probation, rules

app_name = "approvals"

urlpatterns = [
    path("", deciding.queue, name="queue"),
    path("<int:pk>/", deciding.review, name="review"),
    path("<int:pk>/approve/", deciding.approve, name="approve"),
    path("<int:pk>/edit/", deciding.edit, name="edit"),
    path("<int:pk>/return/", deciding.send_back, name="return"),
    path("<int:pk>/undo/", deciding.undo, name="undo"),
    path("people/", people.people, name="people"),
    path("me/", people.me, name="me"),
    path("people/<int:team_id>/<int:user_id>/", people.person, name="person"),
    path("people/<int:team_id>/<int:user_id>/start/", probation.start, name="start_probation"),
    path("people/probations/<int:pk>/graduate/<slug:level>/", probation.graduate, name="graduate"),
    path("people/probations/<int:pk>/extend/", probation.extend, name="extend_probation"),
    path("people/probations/<int:pk>/mentor/", probation.mentor, name="choose_mentor"),
    path("people/probations/<int:pk>/end/", probation.end, name="end_probation"),
    path("people/rules/<int:brand_id>/", rules.probation_rules, name="probation_rules"),
]
