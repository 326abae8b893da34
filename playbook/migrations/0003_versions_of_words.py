"""Every version of a text is kept, with what was decided on it; the row keeps the words in use.

Words that carried their names stay in use and get their version's row. Words that waited become a proposal, and
nobody is offered them, as before. Going back, a proposal over words in use is dropped.
"""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

NAMES = {"ResponseTemplate": ("approved_by_id",), "HoldingMessage": ("first_approver_id", "second_approver_id")}
PLACE = {"ResponseTemplate": "template", "HoldingMessage": "message"}


def keep_versions(apps: Any, schema_editor: Any) -> None:
    for model, row in _rows(apps):
        if row.text:
            _keep(apps, model, row)
    _settle(schema_editor)


def put_back(apps: Any, schema_editor: Any) -> None:
    """The newest words of what was never approved stand in the row again, with the first of two names if it has one."""
    wordings, decisions = _kept(apps)
    for model, row in _rows(apps):
        newest = wordings.filter(**{PLACE[model]: row}).order_by("-number").first()
        if newest and not _is_approved(model, row):
            row.text, row.version = newest.text, newest.number
            if model == "ResponseTemplate":
                row.written_by_id = newest.author_id
            else:
                row.first_approver_id = (
                    decisions.filter(wording=newest, is_approval=True).values_list("by_id", flat=True).first()
                )
        row.proposal = None
        row.save()
    _settle(schema_editor)


def _keep(apps: Any, model: str, row: Any) -> None:
    wordings, decisions = _kept(apps)
    at = row.approved_at or timezone.now()
    wording = wordings.create(
        number=max(row.version, 1), text=row.text, author_id=row.written_by_id, created_at=at, **{PLACE[model]: row}
    )
    for name in NAMES[model]:
        if getattr(row, name) is not None:
            decisions.create(
                wording=wording, author_id=row.written_by_id, by_id=getattr(row, name), is_approval=True, decided_at=at
            )
    if _is_approved(model, row):
        return
    row.proposal, row.text, row.version, row.written_by_id, row.approved_at = wording, "", 0, None, None
    for name in NAMES[model]:
        setattr(row, name, None)
    row.save()


def _kept(apps: Any) -> tuple[Any, Any]:
    return tuple(apps.get_model("playbook", name).objects for name in ("Wording", "WordingDecision"))


def _is_approved(model: str, row: Any) -> bool:
    return all(getattr(row, name) is not None for name in NAMES[model])


def _rows(apps: Any) -> Any:
    for model in NAMES:
        for row in apps.get_model("playbook", model).objects.order_by("pk").iterator():
            yield model, row


def _settle(schema_editor: Any) -> None:
    """PostgreSQL alters no table while it still owes a check of a foreign key."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_people_brands_teams"),
        ("playbook", "0002_checklist_fits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WordingDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_approval", models.BooleanField()),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("decided_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="holdingmessage",
            name="expires_on",
            field=models.DateField(blank=True, null=True, verbose_name="may not be used from"),
        ),
        migrations.AddField(
            model_name="holdingmessage",
            name="networks",
            field=models.JSONField(blank=True, default=list, verbose_name="only on these networks"),
        ),
        migrations.AddField(
            model_name="holdingmessage",
            name="offers",
            field=models.JSONField(blank=True, default=list, verbose_name="what it offers"),
        ),
        migrations.AddField(
            model_name="holdingmessage",
            name="review_by",
            field=models.DateField(blank=True, null=True, verbose_name="look at it again by"),
        ),
        migrations.AddField(
            model_name="holdingmessage",
            name="teams",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="accounts.team", verbose_name="only for these teams"
            ),
        ),
        migrations.AddField(
            model_name="holdingmessage",
            name="written_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="responsetemplate",
            name="networks",
            field=models.JSONField(blank=True, default=list, verbose_name="only on these networks"),
        ),
        migrations.AddField(
            model_name="responsetemplate",
            name="offers",
            field=models.JSONField(blank=True, default=list, verbose_name="what it offers"),
        ),
        migrations.AddField(
            model_name="responsetemplate",
            name="teams",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="accounts.team", verbose_name="only for these teams"
            ),
        ),
        migrations.AlterField(
            model_name="holdingmessage",
            name="version",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="responsetemplate",
            name="version",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="responsetemplate",
            name="written_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField(max_length=5000)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wordings",
                        to="playbook.holdingmessage",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wordings",
                        to="playbook.responsetemplate",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="holdingmessage",
            name="proposal",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="playbook.wording"
            ),
        ),
        migrations.AddField(
            model_name="responsetemplate",
            name="proposal",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="playbook.wording"
            ),
        ),
        migrations.AddConstraint(
            model_name="holdingmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("written_by", None),
                    ("second_approver", None),
                    models.Q(
                        models.Q(("written_by", models.F("first_approver")), _negated=True),
                        models.Q(("written_by", models.F("second_approver")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="holding_approved_by_others",
            ),
        ),
        migrations.AddConstraint(
            model_name="holdingmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("second_approver", None),
                    models.Q(("version__gt", 0), models.Q(("text", ""), _negated=True)),
                    _connector="OR",
                ),
                name="approved_holding_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="responsetemplate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("version__gt", 0), models.Q(("text", ""), _negated=True)),
                    _connector="OR",
                ),
                name="approved_template_has_words",
            ),
        ),
        migrations.AddField(
            model_name="wordingdecision",
            name="author",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="wordingdecision",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="wordingdecision",
            name="wording",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="playbook.wording",
            ),
        ),
        migrations.AddConstraint(
            model_name="wording",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("message", None), ("template__isnull", False)),
                    models.Q(("message__isnull", False), ("template", None)),
                    _connector="OR",
                ),
                name="wording_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="wording",
            constraint=models.UniqueConstraint(fields=("template", "number"), name="template_wordings_number_once"),
        ),
        migrations.AddConstraint(
            model_name="wording",
            constraint=models.UniqueConstraint(fields=("message", "number"), name="holding_wordings_number_once"),
        ),
        migrations.AddConstraint(
            model_name="wording",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gt", 0), models.Q(("text", ""), _negated=True)),
                name="wording_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="wordingdecision",
            constraint=models.UniqueConstraint(fields=("wording", "by"), name="one_decision_of_one_person"),
        ),
        migrations.AddConstraint(
            model_name="wordingdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_approval", False),
                    ("author", None),
                    models.Q(("by", models.F("author")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_approves_their_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="wordingdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_approval", True),
                    models.Q(("reason", ""), _negated=True),
                    models.Q(("author__isnull", False), ("by", models.F("author"))),
                    _connector="OR",
                ),
                name="a_no_says_why",
            ),
        ),
        migrations.RunPython(keep_versions, put_back),
    ]
