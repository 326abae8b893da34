"""Teaching a brand its second opinion, and switching it on and off."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Brand, User
from accounts.refusals import Invalid
from accounts.rights import check_can
from playbook.current import specs_of
from playbook.edits import editing, holding, note
from playbook.learning.keeping import to_bytes
from playbook.learning.opinion import Opinion
from playbook.learning.sample import shipped
from playbook.learning.training import Example, train
from playbook.models import Learning, Topic
from playbook.ports import decisions_of
from playbook.triage import Judge

MOST_DECISIONS = 20_000
_MOST_KEPT = 10  # versions


def learn(*, by: Actor, brand: Brand, with_sample: bool = True) -> Learning:
    """Learn anew from what people decided and the shipped sample; the version is in use from the next message on.

    Learning takes seconds and no lock. The brand's playbook is held only while the version is written, so two at once
    make two versions. Raises NotAllowed, and Invalid where there is nothing to learn from.
    """
    if isinstance(by, User):
        check_can(by, "edit_playbook", brand)
    known = set(Topic.objects.live().filter(brand=brand).values_list("slug", flat=True)) | {""}
    decided = [Example(text, topic) for text, topic in decisions_of(brand.pk)[:MOST_DECISIONS] if topic in known]
    sample = [example for example in shipped() if example.topic in known] if with_sample else []
    try:
        opinion = train([*sample, *decided], Judge(specs_of(brand.pk)))
    except ValueError as error:
        raise Invalid(_("There is nothing to learn from yet: decide some messages first.")) from error
    return _keep(brand, opinion, by=by, decisions=len(decided), sample=len(sample))


def switch_second_opinion(*, by: Actor, brand: Brand, is_on: bool) -> None:
    """Ask the second opinion from now on, or leave the rules alone. What is so already leaves no trace."""
    with editing(brand, by) as playbook:
        if playbook.has_second_opinion == is_on:
            transaction.set_rollback(True)
            return
        playbook.has_second_opinion = is_on
        playbook.save()
        note("second_opinion_switched", by=by, thing=playbook, playbook=playbook, is_on=int(is_on))


def _keep(brand: Brand, opinion: Opinion, *, by: Actor, decisions: int, sample: int) -> Learning:
    weights, sha256 = to_bytes(opinion)
    with holding(brand) as playbook:
        newest = Learning.objects.filter(brand=brand).order_by("-number").values_list("number", flat=True).first()
        kept = Learning.objects.create(
            brand=brand,
            number=(newest or 0) + 1,
            weights=weights,
            sha256=sha256,
            decisions=decisions,
            sample=sample,
            playbook_version=playbook.version,
            learned_at=timezone.now(),
        )
        Learning.objects.filter(brand=brand, number__lte=kept.number - _MOST_KEPT).delete()
        note("learned", by=by, thing=kept, playbook=playbook, number=kept.number, decisions=decisions, sample=sample)
    return kept
