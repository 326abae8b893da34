from celery import shared_task

from accounts.actors import SYSTEM
from accounts.models import Brand
from playbook import actions


@shared_task(name="playbook.tasks.learn")
def learn(brand_id: int) -> None:
    actions.learn(by=SYSTEM, brand=Brand.objects.get(pk=brand_id))
