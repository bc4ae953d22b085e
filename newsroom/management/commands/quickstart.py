"""`manage.py quickstart`: a database, a paper in it, people who may sign in. All is kept when it is run again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from articles.models import Article
from newsroom import env
from newsroom.demo import logins, paper
from newsroom.demo.manuscript import Manuscript, all_manuscripts
from newsroom.progress import Progress


class Command(BaseCommand):
    help = "Sets the paper up: migrations and, in an empty database, the demo newspaper with its logins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=None, help="the port in the addresses shown (default: PORT)")

    def handle(self, *args: Any, port: int | None, **options: Any) -> None:
        self._migrate()
        address = f"http://127.0.0.1:{port or env.number('PORT', 8000, 1, 65535)}/"
        if paper.is_untouched():
            stories = all_manuscripts()
            self._draw(stories)
            self._open(stories, address)
        else:
            self._hire(address)

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            self.stdout.write(_("Preparing the database: %(count)d migrations.") % {"count": len(plan)})
            call_command("migrate", verbosity=0, interactive=False)
        if Article.objects.filter(status="published", findable=None).exists():  # From before there was an index.
            call_command("rebuild_search", stdout=self.stdout)

    def _draw(self, stories: Sequence[Manuscript]) -> None:
        """Not in the stories' transaction: a run that is cut off leaves the next one less to draw."""
        lines = paper.photo_lines(stories)
        with Progress(self.stdout, _("Photos"), len(lines)) as bar:
            paper.upload_all(lines, bar.advance)

    def _open(self, stories: Sequence[Manuscript], address: str) -> None:
        """Frame, logins and stories together or not at all: after a kill the next run begins them anew.

        The passwords are shown before the transaction ends: no login exists that nobody could read.
        """
        with transaction.atomic():
            paper.frame()
            made = [] if User.objects.exists() else logins.create()
            staff = {role: User.objects.filter(groups__name=role).first() for role in ("Reporter", "Editor")}
            with Progress(self.stdout, _("Stories"), len(stories)) as bar:
                paper.tell_all(stories, staff, bar.advance)
            self._show(made, address)

    def _hire(self, address: str) -> None:
        """A paper that is already there keeps its people; one without any gets the logins."""
        if not User.objects.exists():
            with transaction.atomic():
                self._show(logins.create(), address)

    def _show(self, made: Sequence[logins.Login], address: str) -> None:
        if not made:
            return
        name, key = max(len(login.user.username) for login in made), max(len(login.password) for login in made)
        lines = [
            _("Logins, shown only now: write them down."),
            "",
            *(f"{login.user.username:<{name}}   {login.password:<{key}}   {_(login.role)}" for login in made),
            "",
            _("The paper: %(url)s") % {"url": address},
            _("The desk:  %(url)squan-tri/") % {"url": address},
        ]
        wide = max(map(len, lines))
        box = [f"╭{'─' * (wide + 4)}╮", *(f"│  {line:<{wide}}  │" for line in lines), f"╰{'─' * (wide + 4)}╯"]
        self.stdout.write("\n".join(box))
        self.stdout.write(_("Next: sign in at the desk, open “Masthead” and give the paper your own name."))
        self.stdout.flush()
