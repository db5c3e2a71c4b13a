"""The commands about people and programs: who logs in, and what speaks to the API."""

import sys

import click

from bouwkringloop import config
from bouwkringloop.base import migrate as schema
from bouwkringloop.base.permissions import Role

ROLES = click.Choice([role.value for role in Role])


def _password() -> str:
    """Ask for a password twice, or take a line of standard input where nobody can be asked."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")


@click.group()
def user() -> None:
    """Add the people who work here."""


@user.command("add")
@click.argument("name")
@click.option("--role", type=ROLES, required=True)
@click.option("--login", help="What is typed at the log-in; made from the name by default.")
@click.pass_obj
def user_add(settings: config.Config, name: str, role: str, login: str | None) -> None:
    """Add somebody who logs in with a password, asked for or read from standard input."""
    from bouwkringloop.people import staff

    password = _password()
    with schema.opened(settings.database_url).writing() as session:
        person = staff.add(session, name=name, role=Role(role), login=login, password=password)
        click.echo(f"{person.name} logs in as {person.login}.")


@user.command("second-factor-off")
@click.argument("login")
@click.pass_obj
def user_second_factor_off(settings: config.Config, login: str) -> None:
    """Switch the second step off for who lost phone and paper; LOGIN is what they type."""
    from bouwkringloop.people import second_factor, staff

    database = schema.opened(settings.database_url)
    with database.reading() as session:
        person = staff.by_login(session, login)
        if not second_factor.has(session, person.id):
            raise click.ClickException(f"{person.name} logs in without a second step.")
    asked = f"Switch the second step of {person.name} off, and end their log-ins?"
    click.confirm(asked, abort=True)
    with database.writing() as session:
        second_factor.drop_of(session, person.id, by=None)
    click.echo(f"{person.name} now logs in with the password alone.")


@click.group()
def token() -> None:
    """Make tokens for programs that use the API."""


@token.command("add")
@click.argument("name")
@click.option("--role", type=ROLES, required=True)
@click.pass_obj
def token_add(settings: config.Config, name: str, role: str) -> None:
    """Make a token and print it; it is shown this once."""
    from bouwkringloop.people import tokens

    with schema.opened(settings.database_url).writing() as session:
        click.echo(tokens.issue(session, name=name, role=Role(role)))
