from django.urls import path

from approvals.api.reviewing import Review

app_name = "review_api"
urlpatterns = [
    path("interactions/<uuid:public_id>/drafts/<int:number>/review/", Review.as_view(), name="review"),
]
