from django.urls import path

from approvals.views import asking, deciding, people, policies, probation, reading, remarking, rules

app_name = "approvals"

urlpatterns = [
    path("", deciding.queue, name="queue"),
    path("<int:pk>/", deciding.review, name="review"),
    path("<int:pk>/files/<int:attachment>/", deciding.file, name="file"),
    path("<int:pk>/approve/", deciding.approve, name="approve"),
    path("<int:pk>/edit/", deciding.edit, name="edit"),
    path("<int:pk>/return/", deciding.send_back, name="return"),
    path("<int:pk>/undo/", deciding.undo, name="undo"),
    path("<int:pk>/reading/", reading.read, name="reading"),
    path("<int:pk>/remark/", remarking.remark, name="remark"),
    path("remarks/<int:pk>/apply/", remarking.apply, name="apply_remark"),
    path("<int:pk>/ask/", asking.ask, name="ask"),
    path("absence/", asking.absences, name="absences"),
    path("absence/<int:pk>/back/", asking.come_back, name="come_back"),
    path("<int:pk>/let-go/", policies.let_go, name="let_go"),
    path("policy/", policies.policy, name="policy"),
    path("policy/write/", policies.write, name="write_policy"),
    path("policy/confirm/", policies.confirm, name="confirm_policy"),
    path("policy/try/", policies.trial, name="policy_trial"),
    path("policy/rules/new/", policies.add_rule, name="add_policy_rule"),
    path("policy/rules/<int:pk>/", policies.edit_rule, name="policy_rule"),
    path("policy/rules/<int:pk>/retire/", policies.retire_rule, name="retire_policy_rule"),
    path("policy/rules/<int:pk>/restore/", policies.restore_rule, name="restore_policy_rule"),
    path("policy/rules/<int:pk>/move/", policies.move_rule, name="move_policy_rule"),
    path("people/", people.people, name="people"),
    path("me/", people.me, name="me"),
    path("people/<int:team_id>/<int:user_id>/", people.person, name="person"),
    path("people/<int:team_id>/<int:user_id>/start/", probation.start, name="start_probation"),
    path("people/probations/<int:pk>/graduate/<slug:level>/", probation.graduate, name="graduate"),
    path("people/probations/<int:pk>/extend/", probation.extend, name="extend_probation"),
    path("people/probations/<int:pk>/mentor/", probation.mentor, name="choose_mentor"),
    path("people/probations/<int:pk>/end/", probation.end, name="end_probation"),
    path("people/hours/<int:brand_id>/", rules.business_hours, name="business_hours"),
    path("people/rules/<int:brand_id>/", rules.probation_rules, name="probation_rules"),
]
