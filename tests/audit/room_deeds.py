"""The public actions of rooms, huddles and hand-overs, each with something to act upon."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from interactions import actions as core
from interactions.models import Interaction
from oncall import actions as oncall
from oncall.actions.promising import Due
from oncall.models import Huddle, Incident, Lesson, Showing, StatementPage
from oncall.spikes import Cut, Spike, Window
from tests.audit.preparing import Act, of
from tests.cast import Cast


def later(hours: int = 1) -> Any:
    return timezone.now() + timedelta(hours=hours)


def room(cast: Cast) -> Incident:
    return oncall.open_room(cast.flagged("hacking"), by=cast.dev, name="Miles")


def proposed(cast: Cast) -> Incident:
    cast.received()
    spike = Spike(Cut(cast.brand.pk, cast.channel.pk), Window(60, 30), 2, is_more=True, is_worse=False)
    assert oncall.propose(spike)
    return Incident.objects.get()


def huddle(cast: Cast) -> Huddle:
    asked = oncall.convene(
        cast.flagged("hacking"),
        by=cast.amara,
        question="Do we say it?",
        options=["Yes", "No"],
        decider=cast.priya,
        decide_by=later(),
    )
    oncall.take_seat(asked, by=cast.priya, role="communications")
    oncall.take_seat(asked, by=cast.ruth, role="legal")
    return asked


def stood_down(cast: Cast) -> Incident:
    return oncall.stand_down(room(cast), by=cast.dev, last_word="Over.", review_on=timezone.localdate())


def lesson(cast: Cast) -> Lesson:
    return oncall.learn(stood_down(cast), by=cast.dev, what_happened="Slow", change="Page Legal")


def handed(cast: Cast) -> Any:
    contact = cast.received().contact
    return core.hand_over_contact(contact, by=cast.dev, to_team=cast.teams["communications"], reason="Press")


def handed_room(cast: Cast) -> Incident:
    incident = room(cast)
    oncall.hand_over_room(incident, by=cast.dev, to_team=cast.teams["communications"], reason="Press")
    return incident


def statement(cast: Cast) -> Any:
    return oncall.write_statement(room(cast), by=cast.dev, text="Tickets stay valid.", next_update_at=later())


def signed(cast: Cast) -> Any:
    written = statement(cast)
    oncall.sign_words(written, by=cast.priya)
    oncall.sign_words(written, by=cast.ruth)
    return written


def public_page(cast: Cast, name: str = "Data leak") -> StatementPage:
    words = {"heading": "About your data", "text": "We look into it.", "contact": "Ring us."}
    return oncall.save_statement_page(
        None, by=cast.ada, brand=cast.brand, name=name, address=name.lower().replace(" ", "-"), **words
    )


def asked_page(cast: Cast) -> Showing:
    return oncall.ask_to_show(public_page(cast), by=cast.dev, incident=room(cast))


def helped(cast: Cast) -> Incident:
    incident = room(cast)
    oncall.bring_in(incident, by=cast.priya, people=[cast.nora])
    return incident


def answering(cast: Cast) -> Any:
    row = cast.flagged("praise")
    incident = room(cast)
    oncall.link_messages(incident, by=cast.amara, ids=[row.pk])
    return oncall.answer_many(incident, by=cast.amara, line="Hi.", texts={row.pk: "Hi."})


def inside(cast: Cast) -> Interaction:
    return Interaction.objects.get(incident_links__incident=room(cast).pk)


def _due(cast: Cast) -> Due:
    return Due("holding:1", timezone.now(), cast.flagged("hacking"))


ROOM_DEEDS: dict[str, Callable[[Cast], Act]] = {
    "interactions.link": of(
        lambda c: c.received(), lambda c, r: core.link([r.pk], by=c.amara, incident=1, brand=c.brand.pk)
    ),
    "interactions.unlink": of(inside, lambda c, row: core.unlink(row, by=c.amara)),
    "interactions.unlink_all": of(room, lambda c, made: core.unlink_all(by=c.amara, incident=made.pk)),
    "interactions.hand_over_contact": lambda c: lambda: handed(c),
    "interactions.hand_over_incident": of(
        room,
        lambda c, made: core.hand_over_incident(
            made.pk, by=c.dev, brand=c.brand.pk, to_team=c.teams["communications"], reason="Press"
        ),
    ),
    "interactions.give_back": of(handed, lambda c, given: core.give_back(given, by=c.priya)),
    "interactions.release_incident": of(
        room,
        lambda c, made: core.release_incident(made.pk, by=c.amara, brand=c.brand, says="One", expires_at=later()),
    ),
    "oncall.open_room": lambda c: lambda: room(c),
    "oncall.accept_room": of(proposed, lambda c, made: oncall.accept_room(made, by=c.dev, name="Bags")),
    "oncall.dismiss_room": of(proposed, lambda c, made: oncall.dismiss_room(made, by=c.dev, reason="A prize")),
    "oncall.propose": lambda c: lambda: proposed(c),
    "oncall.link_messages": of(
        lambda c: (room(c), c.received()), lambda c, both: oncall.link_messages(both[0], by=c.dev, ids=[both[1].pk])
    ),
    "oncall.link_alike": of(proposed, lambda c, made: (c.received(), oncall.link_alike(made, by=c.dev))),
    "oncall.unlink_message": of(
        lambda c: (inside(c), Incident.objects.get()),
        lambda c, both: oncall.unlink_message(both[1], by=c.dev, interaction=both[0]),
    ),
    "oncall.hand_over_room": lambda c: lambda: handed_room(c),
    "oncall.give_back_room": of(handed_room, lambda c, made: oncall.give_back_room(made, by=c.priya)),
    "oncall.promise_update": of(room, lambda c, made: oncall.promise_update(made, by=c.dev, due_at=later())),
    "oncall.stand_down": lambda c: lambda: stood_down(c),
    "oncall.assume_role": of(room, lambda c, made: oncall.assume_role(made, by=c.dev, role="lead")),
    "oncall.renounce_role": of(
        lambda c: oncall.assume_role(room(c), by=c.dev, role="lead").incident,
        lambda c, made: oncall.renounce_role(made, by=c.dev, role="lead"),
    ),
    "oncall.write_line": of(room, lambda c, made: oncall.write_line(made, by=c.dev, kind="say", text="Safe.")),
    "oncall.withdraw_line": of(
        lambda c: oncall.write_line(room(c), by=c.dev, kind="say", text="Safe."),
        lambda c, line: oncall.withdraw_line(line, by=c.dev),
    ),
    "oncall.log_in_room": of(room, lambda c, made: oncall.log_in_room(made, by=c.dev, kind="fact", text="One.")),
    "oncall.learn": lambda c: lambda: lesson(c),
    "oncall.settle_lesson": of(lesson, lambda c, one: oncall.settle_lesson(one, by=c.ada, is_taken_up=True)),
    "oncall.write_statement": lambda c: lambda: statement(c),
    "oncall.sign_words": of(statement, lambda c, written: oncall.sign_words(written, by=c.priya)),
    "oncall.note_posted": of(signed, lambda c, one: oncall.note_posted(one, by=c.dev, link="https://tern.example/")),
    "oncall.bring_in": of(room, lambda c, made: oncall.bring_in(made, by=c.priya, people=[c.nora])),
    "oncall.send_home": of(helped, lambda c, made: oncall.send_home(made, by=c.priya, helper=c.nora)),
    "oncall.save_statement_page": lambda c: lambda: public_page(c),
    "oncall.retire_statement_page": of(public_page, lambda c, page: oncall.retire_statement_page(page, by=c.ada)),
    "oncall.ask_to_show": lambda c: lambda: asked_page(c),
    "oncall.show_page": of(asked_page, lambda c, asked: oncall.show_page(asked, by=c.priya)),
    "oncall.stop_showing": of(asked_page, lambda c, asked: oncall.stop_showing(asked, by=c.dev)),
    "oncall.note_first_word": of(room, lambda c, made: oncall.note_first_word(made, timezone.now())),
    "oncall.miss": of(_due, lambda c, due: oncall.miss(due)),
    "oncall.answer_many": lambda c: lambda: answering(c),
    "oncall.undo_answers": of(answering, lambda c, bulk: oncall.undo_answers(bulk, by=c.amara)),
    "oncall.convene": lambda c: lambda: huddle(c),
    "oncall.take_seat": lambda c: lambda: huddle(c),
    "oncall.leave_seat": of(huddle, lambda c, asked: oncall.leave_seat(asked, by=c.ruth)),
    "oncall.vote": of(huddle, lambda c, asked: oncall.vote(asked, by=c.ruth, option=1)),
    "oncall.decide": of(huddle, lambda c, asked: oncall.decide(asked, by=c.priya, option=1)),
    "oncall.end_huddle": of(huddle, lambda c, asked: oncall.end_huddle(asked, by=c.priya, reason="Over")),
    "oncall.log_in_huddle": of(
        huddle, lambda c, asked: oncall.log_in_huddle(asked, by=c.ruth, kind="fact", text="One.")
    ),
}
