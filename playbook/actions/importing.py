"""Texts from a file. They arrive as proposals: nothing that came in a file is in use before people approved it."""

from collections.abc import Iterable

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Brand, User
from accounts.rights import check_can
from playbook.actions.proposing import propose_change, propose_new
from playbook.exchange import Row
from playbook.importing import Planned, plan
from playbook.models import Words


@transaction.atomic
def import_words(*, by: Actor, brand: Brand, model: type[Words], rows: Iterable[Row], note: str = "") -> list[Planned]:
    """Propose every row that is new or says something else; returns what became of each. All or nothing.

    Raises NotAllowed when the person may not edit the playbook. Who wins a race for a name says Conflict to the other.
    """
    if isinstance(by, User):
        check_can(by, "edit_playbook", brand)
    done = plan(by, brand, model, rows)
    for planned in done:
        if planned.words is None:
            continue
        if planned.outcome == "added":
            propose_new(
                by=by,
                words=planned.words,
                text=planned.row.text,
                note_of_author=note,
                topics=planned.topics,
                teams=planned.teams,
            )
        else:
            propose_change(by=by, words=planned.words, text=planned.row.text, note_of_author=note)
    return done
