"""Harbour in a browser: posting, editing, deleting, seeing the brand's replies."""

import pytest
from django.test import Client

from demo_network import posting
from demo_network.models import Dispatch, Person, Post

pytestmark = [pytest.mark.urls("tests.demo_network.urls"), pytest.mark.django_db]


def said(text="Where is my bag?", **facts):
    author = Person.objects.get_or_create(handle="tess", defaults={"name": "Tess"})[0]
    return posting.post(author=author, text=text, **facts)


def test_an_empty_harbour_says_what_to_do(client):
    assert "Write the first post above" in client.get("/demo/").content.decode()


def test_a_visitor_posts_and_the_brand_will_be_told(client):
    answer = client.post("/demo/", {"name": "Tess Winter", "text": "Where is my bag?"}, follow=True)
    post = Post.objects.get()
    assert answer.redirect_chain == [(f"/demo/{post.key}/", 302)]
    assert "Where is my bag?" in answer.content.decode()
    assert (post.author.handle, post.author.name) == ("tess-winter", "Tess Winter")
    assert [(each.kind, each.post_id) for each in Dispatch.objects.all()] == [("post", post.pk)]


@pytest.mark.parametrize("wrong", [{"text": ""}, {"text": "x" * 5_001}, {"text": "a\0b"}, {"name": "☠"}, {"name": ""}])
def test_what_cannot_be_posted_comes_back_with_its_words(client, wrong):
    answer = client.post("/demo/", {"name": "Tess", "text": "My words"} | wrong)
    assert answer.status_code == 422
    assert 'class="wrong"' in answer.content.decode()
    assert not Post.objects.exists()


def test_a_customer_goes_on_with_a_conversation(client):
    root = said()
    client.post(f"/demo/{root.key}/", {"name": "Tess", "text": "Still nothing."})
    follow_up = Post.objects.latest("pk")
    assert (follow_up.root, follow_up.parent) == (root, root)
    client.post(f"/demo/{root.key}/", {"name": "Marek", "text": "Same here."})
    assert Post.objects.latest("pk").parent == follow_up


def test_ones_own_post_can_be_edited_and_deleted(client):
    client.post("/demo/", {"name": "Tess", "text": "Wher is my bag?"})
    post = Post.objects.get()
    assert "Wher is my bag?" in client.get(f"/demo/{post.key}/edit/").content.decode()
    client.post(f"/demo/{post.key}/edit/", {"text": "Where is my bag?"})
    client.post(f"/demo/{post.key}/edit/", {"text": "Where is my bag?"})
    page = client.get(f"/demo/{post.key}/").content.decode()
    assert "Where is my bag?" in page
    assert "edited" in page
    client.post(f"/demo/{post.key}/delete/")
    client.post(f"/demo/{post.key}/delete/")
    page = client.get(f"/demo/{post.key}/").content.decode()
    assert "Where is my bag?" not in page
    assert "deleted by its author" in page
    assert [each.kind for each in Dispatch.objects.all()] == ["post", "edit", "deletion"]


def test_another_persons_post_is_left_alone(client):
    post = said()
    assert client.get(f"/demo/{post.key}/edit/").status_code == 404
    assert client.post(f"/demo/{post.key}/edit/", {"text": "x"}).status_code == 404
    assert client.post(f"/demo/{post.key}/delete/").status_code == 404
    assert "Delete" not in client.get(f"/demo/{post.key}/").content.decode()


def test_reading_never_deletes(client):
    client.post("/demo/", {"name": "Tess", "text": "Hello"})
    assert client.get(f"/demo/{Post.objects.get().key}/delete/").status_code == 405


def test_what_is_private_is_seen_by_its_author_alone(client):
    client.post("/demo/", {"name": "Tess", "text": "My card ends in 4410", "is_private": "on"})
    post = Post.objects.get()
    for address in ("/demo/", "/demo/latest/", f"/demo/{post.key}/"):
        assert "4410" in client.get(address).content.decode()
    stranger = Client()
    assert "4410" not in stranger.get("/demo/").content.decode()
    assert "4410" not in stranger.get("/demo/latest/").content.decode()
    assert stranger.get(f"/demo/{post.key}/").status_code == 404


def test_a_private_answer_in_a_public_conversation_is_private(client):
    post = said()
    posting.answer({"key": "k", "text": "Your code is 7741", "in_reply_to": post.key, "is_public": False})
    assert "7741" not in client.get(f"/demo/{post.key}/").content.decode()


def test_the_brands_reply_stands_under_the_post(client):
    post = said()
    posting.answer({"key": "k", "text": "We found it.", "in_reply_to": post.key})
    page = client.get("/demo/").content.decode()
    assert page.index("Where is my bag?") < page.index("We found it.")
    assert "post-brand" in page


def test_markup_in_a_post_stays_text(client):
    said("<script>alert(1)</script> \u202egnirts")
    page = client.get("/demo/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_pages_hold_no_inline_style_or_script(client):
    post = said()
    for address in ("/demo/", f"/demo/{post.key}/"):
        page = client.get(address).content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert " on" + "click" not in page
        assert page.count("<script") == page.count("<script src=") == 1


def test_a_page_of_many_conversations_takes_few_queries(client, django_assert_max_num_queries):
    for number in range(30):
        root = said(f"post {number}")
        said("more", parent=root)
    with django_assert_max_num_queries(4):
        client.get("/demo/")


def test_forms_need_their_token():
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/demo/", {"name": "Tess", "text": "x"}).status_code == 403
    page = strict.get("/demo/").content.decode()
    assert "csrfmiddlewaretoken" in page
    assert 'name="csrfmiddlewaretoken" value=""' not in page
