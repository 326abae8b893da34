from celery import shared_task

from audit import outbox


@shared_task(name="audit.tasks.deliver")
def deliver(delivery_ids: list[int]) -> None:
    for delivery_id in delivery_ids:
        outbox.deliver(delivery_id)
