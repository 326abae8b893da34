"""The lines of a plan, read."""

from django import template

from playbook.plan_lines import PlanLine, plan_line

register = template.Library()


@register.filter
def planline(text: str) -> PlanLine:
    """What to do, which team, by when."""
    return plan_line(text)
