"""The record in words: one sentence an event, for the timeline beside a conversation."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.models import Event
from interactions.models import HandOff, Interaction, ModerationAct, Referral, SafetyStep, SecondPersonRequest
from interactions.severity import Severity, Tone

Words = str | Promise

# What the thread shows by itself needs no line of its own: messages, notes, replies that went out.
_SENTENCES: dict[str, Words] = {
    "flagged": _("%(who)s flagged this %(level)s: %(topics)s"),
    "lowered": _("%(who)s lowered this to %(level)s: %(topics)s"),
    "second_person_asked": _("%(who)s asked a second person: %(verb)s"),
    "second_person_confirmed": _("%(who)s confirmed it as the second person: %(verb)s"),
    "second_person_refused": _("%(who)s declined it: %(verb)s"),
    "drafted": _("%(who)s submitted version %(number)s"),
    "signed": _("%(who)s signed, %(given)s of %(needed)s"),
    "approved": _("%(who)s approved the answer"),
    "approval_expired": _("The approval no longer stands"),
    "sent_back": _("%(who)s sent the answer back"),
    "recalled": _("%(who)s took the answer back"),
    "reply_failed": _("The network refused the reply"),
    "reply_delayed": _("The network was busy, the reply goes out later"),
    "reply_unknown": _("Nobody knows yet whether the reply was posted"),
    "reply_not_there": _("The network says the reply was not posted"),
    "reply_decided": _("%(who)s looked on the network and decided"),
    "reply_recalled": _("The reply was stopped before it left"),
    "reply_held_back": _("The kill switch held the reply back at the last moment"),
    "responded": _("Answered"),
    "closed": _("%(who)s closed this: %(closed_as)s"),
    "reopened": _("%(who)s reopened this"),
    "entered": _("%(who)s entered this by hand"),
    "snoozed": _("%(who)s put this off until %(until)s"),
    "woken": _("%(who)s put this back into the queues"),
    "assigned": _("%(who)s gave this to %(to)s"),
    "acknowledged": _("%(who)s has it"),
    "answered_elsewhere": _("Answered on the network, not from here"),
    "edited_by_author": _("The customer edited the message"),
    "deleted_by_author": _("The customer deleted the message. Our copy stays"),
    "quarantined": _("Other words came under this message’s id. They are kept aside"),
    "holding_stated": _("%(who)s filled a holding message"),
    "holding_signed": _("%(who)s signed the holding message, %(given)s of %(needed)s"),
    "flags_confirmed": _("%(who)s read it and confirmed the flag"),
    "assessed": _("%(who)s says how it sounds: %(tone)s, severity %(severity)s"),
    "moderated": _("%(who)s moderated it, citing a house rule: %(moderation)s"),
    "consent_noted": _("%(who)s kept the author’s consent to show this"),
    "consent_withdrawn": _("The author took their consent back"),
    "share_asked": _("%(who)s asked for a signature to share this"),
    "share_decided": _("%(who)s decided on the share"),
    "shared": _("%(who)s shared this, as it was signed"),
    "gift_asked": _("%(who)s asked for something for goodwill"),
    "gift_decided": _("%(who)s decided on the gift"),
    "gift_handed_over": _("%(who)s handed the gift over"),
    "referred": _("%(who)s passed this on: %(referral)s"),
    "referral_settled": _("%(who)s said what came of it: %(outcome)s"),
    "improvement_asked": _("%(who)s put this on the list of improvements"),
    "safety_step_taken": _("%(who)s, for safety: %(step)s"),
    "place_asked": _("%(who)s does not know where this goes, and asked who is on call"),
    "map_walked": _("%(who)s went over the response map"),
    "plan_begun": _("%(who)s began the plan"),
    "task_ticked": _("%(who)s did something the plan asks for"),
    "task_unticked": _("%(who)s took a tick of the plan back"),
    "task_given": _("%(who)s gave something of the plan to %(to)s"),
    "remedies_recorded": _("%(who)s wrote down what they were given"),
    "handed_off": _("%(who)s offered to talk offline"),
    "linked": _("%(who)s put this into room %(incident)s"),
    "unlinked": _("%(who)s took this out of room %(incident)s"),
    "moved_to_team": _("%(who)s handed this to another team. What waited was set down"),
    "handoff_withdrawn": _("The talk was not offered after all: its answer never went out"),
    "handoff_recorded": _("%(who)s wrote down what came of the talk: %(outcome)s"),
    "set_aside": _("Another answer was set aside for the one that goes out"),
    "release_written": _("%(who)s wrote a release"),
    "release_signed": _("%(who)s signed the release for %(role)s"),
    "release_in_force": _("The release is in force: what it says may go out"),
    "release_revoked": _("%(who)s revoked the release. The hold is back"),
}
_ICONS = {
    "drafted": "pencil",
    "signed": "signature",
    "approved": "badge-check",
    "approval_expired": "hourglass",
    "sent_back": "undo-2",
    "recalled": "undo-2",
    "reply_failed": "circle-alert",
    "reply_unknown": "circle-question-mark",
    "set_aside": "files",
    "handed_off": "phone",
    "map_walked": "map",
    "plan_begun": "list-checks",
    "task_ticked": "list-checks",
    "task_given": "list-checks",
    "place_asked": "bell-ring",
    "linked": "radio",
    "unlinked": "radio",
    "moved_to_team": "users",
    "handoff_recorded": "phone",
    "moderated": "shield",
    "shared": "megaphone",
    "gift_handed_over": "gift",
    "referred": "corner-up-right",
    "responded": "send",
    "closed": "check",
    "reopened": "rotate-ccw",
    "entered": "pencil",
    "snoozed": "alarm-clock",
    "woken": "alarm-clock",
    "assigned": "user-round",
    "acknowledged": "bell-off",
    "release_in_force": "lock-open",
    "release_revoked": "lock",
}
_WOKEN: dict[str, Words] = {
    "date": _("The day it was put off to has come"),
    "follow_up": _("Back in the queues: the customer wrote again"),
}
_UNSAID_LEVEL = _("as not judged yet")
_LEVELS: dict[str, Words] = {"green": _("green"), "yellow": _("yellow"), "red": _("red"), "": _UNSAID_LEVEL}

# What each colour asks of the person who answers.
ASKS: dict[str, list[Words]] = {
    "": [_("Read it and flag it."), _("The flag says how carefully to answer, and who must agree.")],
    "green": [_("Answer as a person, in their tone."), _("Take a template that fits, and make it yours.")],
    "yellow": [
        _("Acknowledge first, no defence."),
        _("Give one fact and one time."),
        _("Move personal details to a private message."),
        _("Write one sentence about what you considered."),
    ],
    "red": [
        _("Stop. Nothing is drafted or posted."),
        _("Meet, decide, and write down what may go out."),
        _("Until then only a signed holding message leaves."),
    ],
}


def is_told(event: Event) -> bool:
    return event.name.removeprefix("interactions.") in _SENTENCES


def icon(event: Event) -> str:
    return _ICONS.get(event.name.removeprefix("interactions."), "dot")


def level(event: Event) -> str:
    """The colour whose shape stands before the line, where the line is about a colour."""
    is_flag = event.name in {"interactions.flagged", "interactions.lowered"}
    return str(event.facts.get("level", "")) if is_flag else ""


def sentence(event: Event, topics: Mapping[int, str], people: Mapping[int, str]) -> str:
    """What happened and, where it was written down, why."""
    told = str(_sentence_of(event)) % _Said(event, topics, people)
    why = _why(event)
    return f"{told}: “{why}”" if why else told


def _sentence_of(event: Event) -> Words:
    name = event.name.removeprefix("interactions.")
    if name == "assigned" and event.actor_id and event.facts.get("to") == event.actor_id:
        return _("%(who)s took this")
    if name == "approved" and event.facts.get("basis") == "policy":
        return _("Approved by the policy: it asks for nobody’s sign-off")
    if name == "woken" and event.facts.get("why") in _WOKEN:
        return _WOKEN[event.facts["why"]]
    return _SENTENCES[name]


class _Said(dict[str, Any]):
    """The words a sentence asks for, found in the event's facts."""

    def __init__(self, event: Event, topics: Mapping[int, str], people: Mapping[int, str]) -> None:
        super().__init__(event.facts)
        self["who"] = str(event.actor) if event.actor else _("Escalation Desk")
        self["level"] = _LEVELS.get(event.facts.get("level", ""), _UNSAID_LEVEL)
        self["topics"] = ", ".join(topics.get(pk, "…") for pk in event.facts.get("topics", []))
        self["to"] = people.get(event.facts.get("to") or 0, _("nobody"))
        self["closed_as"] = _label(Interaction.Closed, event.facts.get("closed_as"))
        outcome = event.facts.get("outcome")
        self["outcome"] = _label(HandOff.Outcome, outcome) or _label(Referral.Outcome, outcome)
        self["tone"] = _label(Tone, event.facts.get("tone"))
        self["severity"] = _label(Severity, event.facts.get("severity"))
        self["moderation"] = _label(ModerationAct.Kind, event.facts.get("kind"))
        self["referral"] = _label(Referral.Kind, event.facts.get("kind"))
        self["step"] = _label(SafetyStep.Kind, event.facts.get("step"))
        if until := parse_datetime(event.facts.get("until", "")):
            self["until"] = date_format(timezone.localtime(until), "D j M, H:i")
        self["verb"] = _label(SecondPersonRequest.Verb, event.facts.get("verb"))

    def __missing__(self, name: str) -> str:
        return "…"


def _label(choices: Any, chosen: str | int | None) -> str:
    return str(choices(chosen).label).lower() if chosen in choices.values else ""


def _why(event: Event) -> str:
    detail = getattr(event, "detail", None)
    words = detail.words if detail else {}
    return str(words.get("reason") or words.get("why") or words.get("error") or "")[:500]
