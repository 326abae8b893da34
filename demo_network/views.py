"""The pages of Harbour, and the hook through which the brand answers."""

import json

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from demo_network import posting
from demo_network.forms import EditForm, PostForm
from demo_network.models import Peer, Post
from demo_network.signing import is_genuine

THREADS_A_PAGE = 40
_MINE = "harbour_posts"


@require_http_methods(["GET", "POST"])
def stream(request: HttpRequest) -> HttpResponse:
    """The newest conversations, and a box to begin one."""
    form = PostForm(request.POST or None, initial={"name": request.session.get("harbour_name", "Robin Vale")})
    if request.method == "POST" and form.is_valid():
        return _said(request, form, parent=None)
    context = {"form": form, "threads": _newest(request)}
    return render(request, "demo_network/stream.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def thread(request: HttpRequest, key: str) -> HttpResponse:
    """One conversation, and a box to go on with it."""
    root = get_object_or_404(_threads(request), key=key)
    form = PostForm(request.POST or None, initial={"name": request.session.get("harbour_name", "Robin Vale")})
    if request.method == "POST" and form.is_valid():
        return _said(request, form, parent=root.thread.last() or root)
    context = {"form": form, "post": root, "mine": request.session.get(_MINE, [])}
    return render(request, "demo_network/thread.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change one's own post."""
    post = _own(request, key)
    form = EditForm(request.POST or None, initial={"text": post.text})
    if request.method == "POST" and form.is_valid():
        posting.edit(post=post, text=form.cleaned_data["text"])
        return redirect("demo_network:thread", key=post.thread_key)
    context = {"form": form, "post": post}
    return render(request, "demo_network/edit.html", context, status=422 if form.errors else 200)


@require_POST
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """Take one's own post back."""
    post = _own(request, key)
    posting.delete(post=post)
    return redirect("demo_network:thread", key=post.thread_key)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def hook(request: HttpRequest) -> HttpResponse:
    """POST: the brand's reply, once per key. GET ?key=…: is that reply here?"""
    peer = Peer.objects.order_by("pk").first()
    body = request.body
    if peer is None or not is_genuine(request.headers, body, secret=peer.reply_secret, now=timezone.now().timestamp()):
        return JsonResponse({"error": "This is not signed by a brand we know, or not within five minutes."}, status=401)
    return _look_up(request, peer) if request.method == "GET" else _take(body, peer)


@require_GET
def latest(request: HttpRequest) -> HttpResponse:
    """The conversations alone, for the page that is open."""
    return render(request, "demo_network/_threads.html", {"threads": _newest(request)})


def _look_up(request: HttpRequest, peer: Peer) -> HttpResponse:
    post = posting.find(request.GET.get("key", ""))
    return _told(post, peer, 200) if post else JsonResponse({"error": "No reply has this key."}, status=404)


def _take(body: bytes, peer: Peer) -> HttpResponse:
    try:
        post, is_new = posting.answer(json.loads(body)["data"])
    except posting.NoSuchPost:
        return JsonResponse({"error": "The post this answers is not on Harbour (any more)."}, status=410)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return JsonResponse({"error": "A reply has a key, a text and the post it answers."}, status=400)
    return _told(post, peer, 201 if is_new else 200)


def _told(post: Post, peer: Peer, status: int) -> HttpResponse:
    permalink = f"{peer.site_url.rstrip('/')}/demo/{post.thread_key}/"
    return JsonResponse({"id": post.key, "permalink": permalink}, status=status)


def _said(request: HttpRequest, form: PostForm, parent: Post | None) -> HttpResponse:
    post = posting.post(author=form.author(), parent=parent, **form.facts())
    request.session[_MINE] = [*request.session.get(_MINE, []), post.key][-200:]
    request.session["harbour_name"] = form.cleaned_data["name"]
    return redirect("demo_network:thread", key=post.thread_key)


def _own(request: HttpRequest, key: str) -> Post:
    own = key if key in request.session.get(_MINE, []) else ""
    return get_object_or_404(Post.objects.select_related("root"), key=own, deleted_at=None)


def _threads(request: HttpRequest) -> QuerySet[Post]:
    """Conversations with their answers, as far as this visitor may see them."""
    mine = request.session.get(_MINE, [])
    answers = Post.objects.filter(Q(is_private=False) | Q(root__key__in=mine)).select_related("author")
    begun = Post.objects.filter(Q(is_private=False) | Q(key__in=mine), root=None)
    return begun.select_related("author").prefetch_related(Prefetch("thread", queryset=answers))


def _newest(request: HttpRequest) -> QuerySet[Post]:
    return _threads(request).order_by("-posted_at", "-pk")[:THREADS_A_PAGE]
