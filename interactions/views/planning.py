"""A plan on one message: begun, given, ticked; and what the customer was given."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.refusals import Invalid
from interactions import access, actions
from interactions.forms import RemedyForm
from interactions.inbox import number
from interactions.views.answering import SignedInRequest, attempt, back_to
from playbook.access import topic_for


@require_POST
@login_required
def begin_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    topic = topic_for(request.user, number(request.POST.get("topic", "")) or 0)
    scenario = request.POST.get("scenario", "")
    begun = actions.begin_plan(interaction, by=request.user, topic=topic, scenario=scenario)
    messages.success(request, _("The plan is begun.") if begun else _("All of it stands here already."))
    return back_to(request, interaction)


@require_POST
@login_required
def tick_task(request: SignedInRequest, pk: int) -> HttpResponse:
    task = access.task_for(request.user, pk)
    actions.tick_task(task, by=request.user)
    messages.success(request, _("Done."))
    return back_to(request, task.interaction)


@require_POST
@login_required
def untick_task(request: SignedInRequest, pk: int) -> HttpResponse:
    task = access.task_for(request.user, pk)
    actions.untick_task(task, by=request.user)
    messages.success(request, _("It is open again."))
    return back_to(request, task.interaction)


@require_POST
@login_required
def give_task(request: SignedInRequest, pk: int) -> HttpResponse:
    task = access.task_for(request.user, pk)
    chosen = number(request.POST.get("to", ""))
    to = access.people_of(task.interaction.team).filter(pk=chosen).first() if chosen else None
    if chosen and to is None:
        raise Invalid(_("Choose somebody of this team."))
    given = actions.give_task(task, by=request.user, to=to)
    said = _("%(who)s does it.") % {"who": given.owner} if given.owner else _("Nobody has it now.")
    messages.success(request, said)
    return back_to(request, task.interaction)


@require_POST
@login_required
def remedies(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = RemedyForm(interaction, request.POST)
    return attempt(
        request,
        form,
        lambda given: actions.record_remedies(interaction, by=request.user, **given),
        _("Written down."),
    )
