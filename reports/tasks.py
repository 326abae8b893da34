from celery import shared_task

from reports import back_testing


@shared_task(name="reports.tasks.back_test")
def back_test(run_id: int) -> None:
    back_testing.carry_on(run_id)
