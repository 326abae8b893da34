"""The only door through which a page gets an interaction or a list of them. What one may not see is not there: 404."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.rights import brands_with, teams_with
from connectors.models import Channel
from interactions import counting, paging, ports, presence, search, suggesting
from interactions.inbox import InboxQuery
from interactions.models import (
    Attachment,
    Evidence,
    HandOff,
    HoldingStatement,
    Interaction,
    PlanTask,
    Release,
    Reply,
    RightsTransfer,
    SecondPersonRequest,
)
from interactions.models.interaction import Interactions
from interactions.narrowing import Scope
from interactions.paging import Page
from interactions.patience import TookTooLong, patience
from interactions.queues import OPEN, Asking
from playbook.models import Topic

Person = User | AnonymousUser
MOST_NEW = 100


@dataclass(frozen=True)
class Inbox:
    """A list with the numbers beside its queues. ``newest``: the id after which something is new.

    ``hints``: what to mend in what was typed into the search.
    """

    page: Page
    counts: dict[str, int]
    newest: int
    filters: list[tuple[str, InboxQuery]]
    hints: list[str]


@dataclass(frozen=True)
class Frame:
    counts: dict[str, int]
    newest: int


def visible(person: Person) -> Interactions:
    """Everything of the teams this person may see."""
    return Interaction.objects.in_teams(teams_with(person, "see"))


def interaction_for(person: Person, pk: int) -> Interaction:
    """The interaction with what its page names. Raises Http404."""
    rows = visible(person).select_related(
        "brand",
        "channel",
        "team",
        "contact",
        "conversation",
        "topic__plan",
        "topic__owner_team",
        "assignee",
        "approval",
    )
    return get_object_or_404(rows, pk=pk)


def linked_to(person: Person, incident: int) -> Interactions:
    """What this person may see of an incident."""
    return visible(person).filter(incident_links__incident=incident, incident_links__unlinked_at=None)


def teams_of_brand(person: Person, brand_id: int) -> frozenset[int]:
    """The teams of the brand that this person may see."""
    mine = Team.objects.filter(pk__in=teams_with(person, "see"), brand=brand_id)
    return frozenset(mine.values_list("pk", flat=True))


def request_for(person: Person, pk: int) -> SecondPersonRequest:
    """A second-person request on what this person may see. Raises Http404."""
    rows = SecondPersonRequest.objects.filter(interaction__team__in=teams_with(person, "see"))
    return get_object_or_404(rows.select_related("interaction"), pk=pk)


def statement_for(person: Person, pk: int) -> HoldingStatement:
    """A filled holding message on what this person may see. Raises Http404."""
    rows = HoldingStatement.objects.filter(interaction__team__in=teams_with(person, "see"))
    return get_object_or_404(rows.select_related("interaction"), pk=pk)


def attachment_for(person: Person, pk: int) -> Attachment:
    """A file that was added to an answer to what this person may see. Raises Http404."""
    return get_object_or_404(Attachment, pk=pk, interaction__team__in=teams_with(person, "see"))


def evidence_for(person: Person, pk: int) -> Evidence:
    """A picture of what this person may see. Raises Http404."""
    return get_object_or_404(Evidence, pk=pk, interaction__team__in=teams_with(person, "see"))


def handoff_for(person: Person, pk: int) -> HandOff:
    """A talk that was offered on what this person may see. Raises Http404."""
    rows = HandOff.objects.filter(interaction__team__in=teams_with(person, "see"))
    return get_object_or_404(rows.select_related("interaction__team"), pk=pk)


def task_for(person: Person, pk: int) -> PlanTask:
    """Something a plan asks for on what this person may see. Raises Http404."""
    rows = PlanTask.objects.filter(interaction__team__in=teams_with(person, "see"))
    return get_object_or_404(rows.select_related("interaction__team"), pk=pk)


def transfer_of(person: Person, interaction: Interaction) -> RightsTransfer:
    """By which team the author of what this person sees is had. Raises Http404."""
    rows = RightsTransfer.objects.filter(contact=interaction.contact_id, ended_at=None)
    return get_object_or_404(
        rows, contact__interactions__team__in=teams_with(person, "see"), contact__interactions=interaction
    )


def reply_for(person: Person, pk: int) -> Reply:
    """A reply to what this person may see. Raises Http404."""
    rows = Reply.objects.filter(interaction__team__in=teams_with(person, "see"))
    return get_object_or_404(rows.select_related("interaction"), pk=pk)


def release_for(person: Person, pk: int) -> Release:
    """A release that names a team of this person, or of what they may see: an interaction, something of its incident,
    or a topic of a visible brand. Raises Http404."""
    release = get_object_or_404(Release.objects.select_related("interaction", "topic"), pk=pk)
    if Team.objects.filter(
        brand=release.brand_id, slug__in=release.needed_roles, pk__in=teams_with(person, "sign_release")
    ).exists():
        return release
    if release.incident is not None:
        is_visible = linked_to(person, release.incident).exists()
    elif release.interaction is not None:
        is_visible = release.interaction.team_id in teams_with(person, "see")
    else:
        is_visible = release.brand_id in brands_with(person, "see_brand")
    if not is_visible:
        raise Http404(_("There is no such release for you."))
    return release


def inbox(person: User, query: InboxQuery) -> Inbox:
    """The page of the queue that was asked for, and how many stand in every queue."""
    asking = Asking(person.pk, timezone.now())
    teams = _teams(person, query)
    counts, newest = open_counts(person, teams)
    hints: list[str] = []
    if query.words:
        page, hints = _found(query, _scope(person, teams))
    else:
        page = paging.page(query.queue, asking, teams, query.narrowed, query.cursor)
    _put_facts(page)
    _put_company(page, person)
    if query.queue.slug == "offline":
        _put_outcomes_due(page)
    return Inbox(page, counts, newest, filters_on(person, query), hints)


def frame(person: User, query: InboxQuery) -> Frame:
    """What stands around a conversation: the numbers of the queues, and the newest id."""
    return Frame(*open_counts(person, _teams(person, query)))


def new_since(person: User, query: InboxQuery, since: int) -> int:
    """How many open interactions came after that id, up to a hundred; none where that takes too long to say."""
    teams = _teams(person, query)
    narrowed = query.narrowed & search.condition(query.asked, _scope(person, teams))
    came = Interaction.objects.in_teams(teams).filter(OPEN, narrowed, pk__gt=since)
    with suppress(TookTooLong), patience():
        return came.order_by().values("pk")[:MOST_NEW].count()
    return 0


def counts(person: User, query: InboxQuery) -> dict[str, int]:
    """How many stand in every queue of the brand that was asked for."""
    return open_counts(person, _teams(person, query))[0]


def open_counts(person: User, teams: frozenset[int]) -> tuple[dict[str, int], int]:
    """The numbers of these teams, and the newest id; asked once a request, as the page and its frame both show them."""
    kept: dict[frozenset[int], tuple[dict[str, int], int]] = getattr(person, "_open_counts", {})
    if teams not in kept:
        kept[teams] = counting.counts_and_newest(Asking(person.pk, timezone.now()), teams)
        person._open_counts = kept  # type: ignore[attr-defined]
    return kept[teams]


def channels(person: Person) -> list[Channel]:
    """The channels of the teams this person may see, by name."""
    return list(Channel.objects.filter(team__in=teams_with(person, "see"), is_active=True).order_by("name"))


def topics(person: Person) -> list[Topic]:
    """The topics of the brands this person may see, by level as they stand in the playbook."""
    rows = Topic.objects.live().filter(brand__in=brands_with(person, "see_brand"))
    return list(rows.select_related("brand"))


def colleagues(person: Person) -> list[User]:
    """People of the teams this person may see, by name."""
    rows = User.objects.filter(memberships__team__in=teams_with(person, "see"), is_active=True, is_machine=False)
    return list(rows.distinct().order_by("full_name"))


def filters_on(person: Person, query: InboxQuery) -> list[tuple[str, InboxQuery]]:
    """Each filter by its name, with the query that is left without it. What one may not see has no name."""
    teams, brands = teams_with(person, "see"), brands_with(person, "see_brand")
    rows: dict[str, QuerySet[Any]] = {
        "channel": Channel.objects.filter(team__in=teams),
        "topic": Topic.objects.filter(brand__in=brands),
        "assignee": User.objects.filter(memberships__team__in=teams),
    }
    asked = {name: pk for name in rows if (pk := getattr(query, name)) is not None}
    return [(str(rows[name].filter(pk=pk).first() or f"#{pk}"), query.without(name)) for name, pk in asked.items()]


def people_of(team: Team) -> QuerySet[User]:
    """Who may be given something of this team, by name."""
    rows = User.objects.filter(memberships__team=team, is_active=True, is_machine=False)
    return rows.distinct().order_by("full_name")


def _found(query: InboxQuery, scope: Scope) -> tuple[Page, list[str]]:
    """What is found, and what to mend in what was asked."""
    asked = query.asked
    try:
        with patience():
            page = search.page(asked, query.queue, scope, query.narrowed, query.cursor)
    except TookTooLong:
        return search.NOTHING, [str(search.TOO_MUCH)]
    return page, [asked.wrong] if asked.wrong else suggesting.hints(asked, scope)


def _scope(person: User, teams: frozenset[int]) -> Scope:
    return Scope(person.pk, teams, brands_with(person, "see_brand"), timezone.now())


def _put_facts(page: Page) -> None:
    """Put what other rooms say of these rows on them, as ``facts``."""
    said = ports.row_facts([row.pk for row in page.rows])
    for row in page.rows:
        row.facts = said.get(row.pk, {})  # type: ignore[attr-defined]


def _put_company(page: Page, person: User) -> None:
    """Put who else is at each row's conversation on it, in words, as ``company``."""
    here = presence.at([row.pk for row in page.rows], person)
    for row in page.rows:
        row.company = presence.sentence(here.get(row.pk, []))  # type: ignore[attr-defined]


def _put_outcomes_due(page: Page) -> None:
    """Put on each row by when somebody writes down what came of its talk, as ``outcome_due_at``."""
    standing = HandOff.objects.filter(interaction__in=[row.pk for row in page.rows], recorded_at=None)
    due = dict(standing.values_list("interaction", "outcome_due_at"))
    for row in page.rows:
        row.outcome_due_at = due.get(row.pk)  # type: ignore[attr-defined]


def _teams(person: Person, query: InboxQuery) -> frozenset[int]:
    teams = teams_with(person, "see")
    if not query.brand:
        return teams
    return frozenset(Team.objects.filter(pk__in=teams, brand__slug=query.brand).values_list("pk", flat=True))
