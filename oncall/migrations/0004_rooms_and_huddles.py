"""Crises and their rooms, huddles, statements, answers for many, and what came in by quarters of an hour."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("connectors", "0002_protected_channels"),
        ("interactions", "0013_incidents_transfers_and_their_releases"),
        ("oncall", "0003_find_what_is_bundled"),
        ("playbook", "0003_versions_of_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="TallyMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter_at", models.DateTimeField(unique=True)),
                ("after_id", models.PositiveBigIntegerField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="what it is called")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("open", "Open"),
                            ("closed", "Stood down"),
                            ("dismissed", "Dismissed"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("found_key", models.CharField(blank=True, max_length=60)),
                ("seen", models.PositiveIntegerField(default=0)),
                ("usual", models.FloatField(default=0)),
                ("negative_share", models.FloatField(default=0)),
                ("began_at", models.DateTimeField()),
                ("raised_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("first_word_due_at", models.DateTimeField(null=True)),
                ("first_word_at", models.DateTimeField(null=True)),
                ("next_update_due_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("last_word", models.TextField(blank=True)),
                ("review_on", models.DateField(null=True)),
                (
                    "brand",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.brand",
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="connectors.channel",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "home_team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="playbook.topic",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["proposed", "open"])),
                        fields=["brand", "-id"],
                        name="incident_live",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "open"]), models.Q(("found_key", ""), _negated=True)
                        ),
                        fields=("found_key",),
                        name="one_spike_one_incident",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["proposed", "open", "closed", "dismissed"])),
                        name="incident_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "open"), _negated=True),
                            models.Q(("first_word_due_at__isnull", False), ("opened_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_open_incident_has_its_clock",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "open"]),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_incident_is_ended_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(models.Q(("last_word", ""), _negated=True), ("review_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_closed_incident_has_its_last_word",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter_at", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
                ("negative", models.PositiveIntegerField(default=0)),
                (
                    "brand",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.brand",
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="connectors.channel",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="playbook.topic",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(fields=["channel", "quarter_at"], name="tally_of_channel")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("quarter_at", "channel", "topic"), name="a_quarter_is_tallied_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("topic", None)),
                        fields=("quarter_at", "channel"),
                        name="a_quarter_without_topic_too",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("negative__lte", models.F("count"))), name="no_more_negative_than_there_are"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Huddle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=500)),
                ("needed_roles", models.JSONField(default=list)),
                ("decide_by", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("decided", "Decided"), ("ended", "Ended without a decision")],
                        default="open",
                        max_length=7,
                    ),
                ),
                ("convened_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "brand",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.brand",
                    ),
                ),
                (
                    "convened_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decider",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "interaction",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interactions.interaction",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="huddles",
                        to="oncall.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("incident__isnull", True), ("interaction__isnull", False)),
                            models.Q(("incident__isnull", False), ("interaction__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_huddle_has_one_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "decided", "ended"])), name="huddle_state_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("question", ""), _negated=True), name="a_huddle_asks_something"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("interaction",),
                        name="one_huddle_on_an_interaction",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("incident",), name="one_huddle_in_a_room"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("answer", "Answer"), ("closing", "Close the loop")], default="answer", max_length=7
                    ),
                ),
                ("line", models.TextField()),
                ("consideration", models.CharField(blank=True, max_length=500)),
                ("ticks", models.JSONField(default=list)),
                ("started_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "Running"), ("done", "Done"), ("undone", "Undone")],
                        default="running",
                        max_length=7,
                    ),
                ),
                ("next_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="oncall.incident"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(condition=models.Q(("state", "running")), fields=["next_at"], name="bulk_answer_due")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running")),
                        fields=("incident",),
                        name="one_answer_at_a_time_in_a_room",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["running", "done", "undone"])), name="answer_state_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["answer", "closing"])), name="answer_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("line", ""), _negated=True), name="an_answer_has_its_line"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("say", "We say"), ("avoid", "We don’t say")], default="say", max_length=5
                    ),
                ),
                ("text", models.CharField(max_length=1000)),
                ("written_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="oncall.incident"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["say", "avoid"])), name="line_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="a_line_says_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "Lead"),
                            ("comms", "Comms"),
                            ("security", "Facts"),
                            ("legal", "Legal"),
                            ("scribe", "Scribe"),
                            ("care", "Customer desk"),
                        ],
                        max_length=8,
                    ),
                ),
                ("assumed_at", models.DateTimeField()),
                ("renounced_at", models.DateTimeField(null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roles", to="oncall.incident"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("renounced_at__isnull", True)),
                        fields=("incident", "role"),
                        name="a_role_is_one_persons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["lead", "comms", "security", "legal", "scribe", "care"])),
                        name="room_role_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what_happened", models.CharField(max_length=1000)),
                ("change", models.CharField(max_length=1000)),
                ("written_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("is_taken_up", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lessons", to="oncall.incident"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="playbook.topic",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("what_happened", ""), _negated=True), models.Q(("change", ""), _negated=True)
                        ),
                        name="a_lesson_says_what_to_change",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MissedPromise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80, unique=True)),
                ("due_at", models.DateTimeField()),
                ("missed_at", models.DateTimeField()),
                (
                    "alert",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="oncall.alert"),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="missed",
                        to="oncall.incident",
                    ),
                ),
                (
                    "interaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interactions.interaction"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("text_hash", models.CharField(max_length=64)),
                ("next_update_at", models.DateTimeField()),
                ("written_at", models.DateTimeField()),
                ("posted_at", models.DateTimeField(null=True)),
                ("link", models.URLField(blank=True, max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="oncall.incident"
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "number"), name="statement_numbers_once"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="statement_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("link", ""), ("posted_at__isnull", True), ("posted_by__isnull", True)),
                            models.Q(
                                ("posted_at__isnull", False),
                                ("posted_by__isnull", False),
                                models.Q(("link", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_posted_statement_stands_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("next_update_at__gt", models.F("written_at"))),
                        name="a_promise_is_of_the_future",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HuddleOption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=200)),
                (
                    "huddle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="options", to="oncall.huddle"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("huddle", "number"), name="an_option_has_its_number")],
            },
        ),
        migrations.CreateModel(
            name="HuddleSeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.SlugField()),
                ("taken_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "for_user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "huddle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="oncall.huddle"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at", None)), fields=("huddle", "role"), name="a_seat_is_taken_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_at", None)), fields=("huddle", "user"), name="one_person_one_seat"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("for_user__isnull", True),
                            models.Q(("for_user", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_stand_in_is_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("fact", "Fact"), ("decision", "Decision"), ("question", "Question")], max_length=8
                    ),
                ),
                ("text", models.CharField(max_length=2000)),
                ("written_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="oncall.logentry",
                    ),
                ),
                (
                    "huddle",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="oncall.huddle",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="oncall.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("huddle__isnull", False), ("incident__isnull", False), _connector="OR"),
                        name="an_entry_stands_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["fact", "decision", "question"])), name="entry_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="an_entry_says_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text_hash", models.CharField(max_length=64)),
                ("signed_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="oncall.statement"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("statement", "by"), name="one_name_once_under_what_is_stated")
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("thread_version", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits its turn"),
                            ("submitted", "Submitted"),
                            ("refused", "Not possible"),
                            ("undone", "Undone"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "bulk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="oncall.bulkanswer"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="interactions.draft",
                    ),
                ),
                (
                    "interaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interactions.interaction"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["bulk", "id"], name="bulk_item_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("bulk", "interaction"), name="answered_once_in_a_round"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "submitted", "refused", "undone"])),
                        name="answer_item_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "submitted"), _negated=True), ("draft__isnull", False), _connector="OR"
                        ),
                        name="what_was_submitted_is_a_draft",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HuddleVote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("voted_at", models.DateTimeField()),
                (
                    "huddle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="oncall.huddle"
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="oncall.huddleoption",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("huddle", "user"), name="one_person_one_vote")],
            },
        ),
        migrations.AddField(
            model_name="huddle",
            name="option",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="oncall.huddleoption",
            ),
        ),
        migrations.AddConstraint(
            model_name="huddle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("option__isnull", False), ("state", "decided")),
                    models.Q(("ended_at__isnull", True), ("option__isnull", True), ("state", "open")),
                    models.Q(("ended_at__isnull", False), ("option__isnull", True), ("state", "ended")),
                    _connector="OR",
                ),
                name="a_decision_is_one_of_the_options",
            ),
        ),
    ]
