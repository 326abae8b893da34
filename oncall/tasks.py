from celery import shared_task

from oncall import engine


@shared_task(name="oncall.tasks.send_pages")
def send_pages(page_ids: list[int]) -> None:
    for page_id in page_ids:
        engine.send(page_id)
