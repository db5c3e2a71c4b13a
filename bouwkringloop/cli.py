"""The `bouwkringloop` command: one verb a command, each calls a room."""

import sys
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from bouwkringloop import __version__, cli_people, config
from bouwkringloop.base import migrate as schema
from bouwkringloop.base.errors import Refused


class _Commands(click.Group):
    """Says a refusal as one sentence on the terminal."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Refused as refusal:
            raise click.ClickException(refusal.sentence) from None
        except (SQLAlchemyError, ModuleNotFoundError) as error:
            cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
            raise click.ClickException(f"The database cannot be used: {cause}") from None
        except (OSError, UnicodeError) as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=_Commands)
@click.version_option(__version__)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Point of sale and inventory for shops of second-hand building materials."""
    try:
        ctx.obj = config.from_environment()
    except OSError as error:
        raise click.ClickException(f"The shop's folder cannot be used: {error}") from None


main.add_command(cli_people.user)
main.add_command(cli_people.token)


@main.command()
@click.pass_obj
def migrate(settings: config.Config) -> None:
    """Upgrade the database to this version."""
    from bouwkringloop.batches.settling import sroi_values
    from bouwkringloop.stock import renew

    with schema.opened(settings.database_url).writing() as session:
        renew.renew(session)
        sroi_values.fill(session)
    click.echo("The database is up to date.")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65_535))
@click.option("--demo", is_flag=True, help="First fill an empty database with the demo shop.")
@click.pass_obj
def serve(settings: config.Config, host: str, port: int, demo: bool) -> None:
    """Migrate, then serve pages, API and the print workers in one process."""
    from bouwkringloop import server

    server.serve(settings, host, port, demo=demo)


@main.command()
@click.option("--items", default=400, show_default=True, type=click.IntRange(0, 100_000))
@click.option("--sales", default=350, show_default=True, type=click.IntRange(0, 100_000))
@click.pass_obj
def demo(settings: config.Config, items: int, sales: int) -> None:
    """Fill an empty database with a lifelike shop; refuse where there is data."""
    from bouwkringloop.demo import shop

    for line in shop.fill(schema.opened(settings.database_url), settings, items=items, sales=sales):
        click.echo(line)


@main.command()
@click.option("--shop", prompt="Name of the shop", help="Its first site, where things are sold.")
@click.option("--address", default="", help="Stands on receipts under the name.")
@click.option("--till", default="Kassa 1", show_default=True, help="Its first till.")
@click.pass_obj
def setup(settings: config.Config, shop: str, address: str, till: str) -> None:
    """Start a real shop: the catalogue, one site and one till."""
    from bouwkringloop.catalogue import load
    from bouwkringloop.stock import sites
    from bouwkringloop.till import add_till

    with schema.opened(settings.database_url).writing() as session:
        sites.refuse_second_start(session)
        load.fill(session)
        site = sites.add(session, name=shop, kind="shop", address=address)
        add_till.add(session, site, name=till)
        click.echo(
            f'{shop} is ready. Add its first manager: ./run user add "Your Name" --role manager'
        )


@main.group()
def site() -> None:
    """Add the sites where the shop works."""


@site.command("add")
@click.argument("name")
@click.option("--kind", type=click.Choice(["yard", "shop", "hub"]), required=True)
@click.option("--address", default="")
@click.pass_obj
def site_add(settings: config.Config, name: str, kind: str, address: str) -> None:
    """Add a yard, a shop or a hub."""
    from bouwkringloop.stock import sites

    with schema.opened(settings.database_url).writing() as session:
        click.echo(sites.add(session, name=name, kind=kind, address=address).slug)


@main.group()
def till() -> None:
    """Add the tills of a shop."""


@till.command("add")
@click.argument("name")
@click.option(
    "--site", "where", required=True, help="The site's short name, as `site add` gave it."
)
@click.pass_obj
def till_add(settings: config.Config, name: str, where: str) -> None:
    """Add a till to a site."""
    from bouwkringloop.stock import sites
    from bouwkringloop.till import add_till

    with schema.opened(settings.database_url).writing() as session:
        click.echo(add_till.add(session, sites.by_slug(session, where), name=name).slug)


@main.command()
@click.pass_obj
def check(settings: config.Config) -> None:
    """Prove the books; exit 1 where something does not add up."""
    from bouwkringloop import proofs

    sound = True
    with schema.opened(settings.database_url).reading() as session:
        for proof in proofs.all_of(session):
            sound = sound and proof.holds
            click.echo(f"{'ok   ' if proof.holds else 'BREAK'}  {proof.claim} ({proof.looked_at})")
            for broken in proof.breaks[:20]:
                click.echo(f"       {broken}")
    sys.exit(0 if sound else 1)


@main.group(invoke_without_command=True)
@click.pass_context
def printers(ctx: click.Context) -> None:
    """List the printers with their state."""
    if ctx.invoked_subcommand is None:
        from bouwkringloop.printing import setup

        for line in setup.describe(ctx.obj):
            click.echo(line)


@printers.command("test")
@click.argument("name")
@click.pass_obj
def printers_test(settings: config.Config, name: str) -> None:
    """Print the test page on a printer, now."""
    from bouwkringloop.printing import trial_page

    click.echo(trial_page.print_now(settings, name))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--rounds", default=300, show_default=True, type=click.IntRange(20, 10_000))
@click.option("--search", is_flag=True, help="Measure finding among --items things instead.")
@click.option("--items", default=100_000, show_default=True, type=click.IntRange(100, 1_000_000))
def bench(as_json: bool, rounds: int, search: bool, items: int) -> None:
    """Measure this machine and this version, in a folder of its own."""
    if search:
        from bouwkringloop.bench import search as finding

        click.echo(finding.report(rounds, items, as_json=as_json))
        return
    from bouwkringloop.bench import run

    click.echo(run.report(rounds, as_json=as_json))


@main.command()
@click.argument("kind", type=click.Choice(["stock"]))
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="Came in on or after.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="Came in on or before.")
@click.option(
    "-o",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The file, .xlsx or .csv.",
)
@click.pass_obj
def export(
    settings: config.Config, kind: str, first: datetime | None, last: datetime | None, target: Path
) -> None:
    """Write what there is as a list for a spreadsheet."""
    from bouwkringloop.spreadsheets import export_items
    from bouwkringloop.stock.find import Wish

    form = export_items.form_of(target.name)
    days = [moment.date() if moment else None for moment in (first, last)]
    with schema.opened(settings.database_url).reading() as session:
        target.write_bytes(export_items.write(session, form, Wish(only_available=True), *days))
    click.echo(f"Wrote {kind} to {target}.")


@main.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup(settings: config.Config, target: Path) -> None:
    """Write a consistent copy while the shop sells, photos and keys included."""
    from bouwkringloop import backups

    backups.write(settings, target)
    click.echo(f"Copied to {target}.")


@main.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--overwrite", is_flag=True, help="Replace what is there now.")
@click.pass_obj
def restore(settings: config.Config, source: Path, overwrite: bool) -> None:
    """Put a backup back; refuse to overwrite unless told."""
    from bouwkringloop import backups

    backups.put_back(settings, source, overwrite=overwrite)
    click.echo("Restored.")
