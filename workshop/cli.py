"""`koonti`: the command line. Every feature brings its own commands; this file gathers them."""

import sys

if sys.argv[1:2] == ["serve"]:
    # The web process runs on greenlets; this must happen before anything opens a socket or takes a lock.
    from gevent import monkey

    monkey.patch_all()

import sqlite3
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from workshop import create_app, running
from workshop.accounts import cli as accounts
from workshop.analysis import cli as analysis
from workshop.backups import BadBackup, make_backup, remove_older, restore
from workshop.config import BadSetting, Settings
from workshop.demo import cli as demo
from workshop.digests import cli as digests
from workshop.digests.rounds import cli as round_digests
from workshop.exchange import cli as exchange
from workshop.extensions import db
from workshop.mail import cli as mail
from workshop.migrations.apply import migrate


class House(click.Group):
    """Makes the app once for whichever command is called, and says in one sentence what keeps it from standing."""

    def invoke(self, ctx: click.Context) -> None:
        try:
            ctx.obj = app = create_app()
            running.check_ground(app)
            with app.app_context():
                super().invoke(ctx)
        except BadSetting as why:
            raise click.ClickException(str(why)) from None
        except (OperationalError, sqlite3.OperationalError) as fault:
            said = running.first_line(fault)
            raise click.ClickException(f"The database failed: {said}. If it is new or old: koonti migrate") from None


@click.group(cls=House)
@click.version_option(package_name="koonti")
def koonti() -> None:
    """Koonti: live workshops and surveys whose digest writes itself."""


@koonti.command("migrate")
def migrate_command() -> None:
    """Bring the database's tables up to date."""
    migrate()


@koonti.command("backup")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(min=1), help="Remove the backups there that are older than so many days.")
@click.pass_obj
def backup_command(app: Flask, folder: Path, keep: int | None) -> None:
    """Write a backup of database, key and settings into FOLDER, also while people write."""
    try:
        click.echo(make_backup(db.engine, Path(app.instance_path), folder))
    except BadBackup as why:
        raise click.ClickException(str(why)) from None
    for removed in remove_older(folder, keep) if keep else ():
        click.echo(f"{removed} was removed.")


@koonti.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def restore_command(app: Flask, file: Path) -> None:
    """Bring the backup FILE back into an empty instance folder."""
    with running.alone(app.config["SETTINGS"]):
        try:
            restore(db.engine, Path(app.instance_path), file)
        except BadBackup as why:
            raise click.ClickException(str(why)) from None
        migrate()
    click.echo(f"{file} is back in {app.instance_path}. Printed files are made anew.")


@koonti.command()
@click.pass_obj
def serve(app: Flask) -> None:
    """Serve the pages and the live stream (one process)."""
    running.serve(app)


@koonti.command()
@click.pass_obj
def run(app: Flask) -> None:
    """Serve a demo here: the web process, the worker, and believable material if the database is empty."""
    settings: Settings = app.config["SETTINGS"]

    # App contexts of their own: a session that lived on would keep its reading snapshot for as long as Koonti runs.
    def prepare() -> None:
        with app.app_context():
            migrate()
            demo.fill_if_empty()

    def introduce() -> str:
        with app.app_context():
            return demo.introduce()

    running.run(settings, prepare, introduce)


for command in (
    *(*accounts.commands, *analysis.commands, *demo.commands, *digests.commands),
    *exchange.commands,
    *(*round_digests.commands, *mail.commands),
):
    koonti.add_command(command)


def main() -> None:
    """The console script's entry."""
    koonti(prog_name="koonti")


if __name__ == "__main__":
    main()
