"""What the pages of the good things show: a budget with a gift, a share that waits, something passed on, a wish."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.models import Team, User
from escalation_site.demo.people import email_of
from interactions import actions
from interactions.models import Interaction
from playbook.models import HouseRule


def good_pages() -> dict[str, str]:
    """How the addresses are called in the walk over every page."""
    ada, amara, dev = (User.objects.get(email=email_of(name)) for name in ("ada", "amara", "dev"))
    row = Interaction.objects.filter(state="flagged", level="green", is_public=True).order_by("pk")[0]
    today = timezone.localdate()
    days = {"starts_on": today - timedelta(days=3), "ends_on": today + timedelta(days=60)}
    money = {"currency": "EUR", "amount": 50_000, "most_each": 5_000}
    actions.set_budget(row.brand, by=ada, name="Goodwill", **days, **money)
    gift = actions.give(row, by=amara, kind="voucher", amount=1_000, reason="For the kind words")
    actions.decide_gift(gift, by=dev, is_approved=True)
    actions.note_consent(row, by=amara, way="thread", words="Sure, go ahead!")
    actions.ask_to_share(row, by=amara, channel=row.channel, text="This made our day.")
    care = Team.objects.get(brand=row.brand, slug="care")
    actions.refer(row, by=amara, kind="sales", to_team=care, note="She asks for gift cards")
    wish = actions.ask_improvement(row, by=amara, title="Warmer blankets")
    actions.assess(row, by=amara, tone="positive", impact=0, urgency=0)
    actions.confirm_flags(Interaction.objects.get(pk=row.pk), by=amara, flag_version=row.flag_version)
    saved = actions.save_view(by=dev, name="Lost bags", query="q=bag", team=care)
    return {
        "saved view": reverse("interactions:change_view", args=[saved.pk]),
        "triage": reverse("interactions:triage", args=[row.pk]),
        "good": reverse("interactions:good", args=[row.pk]),
        "improvement": reverse("interactions:improvement", args=[wish.pk]),
        "house rule": HouseRule.objects.order_by("pk")[0].get_absolute_url(),
    }
