"""The partners' part of the API: customers, as a till looks them up and adds them."""

from uuid import UUID

from flask import g, request
from pydantic import Field

from bouwkringloop.base.api import Answer, Api
from bouwkringloop.base.db import again_if_raced
from bouwkringloop.base.permissions import Permission
from bouwkringloop.partners import find, keep
from bouwkringloop.partners.forms import CustomerBody

api = Api("partners")


class CustomerAnswer(Answer):
    """A customer, with as little as a till needs to tell one from the next."""

    id: UUID = Field(validation_alias="uuid")
    name: str
    city: str
    may_buy_on_account: bool


@api.operation(
    "GET",
    "/customers",
    permission=Permission.KEEP_CUSTOMERS,
    summary="Customers whose name, place or numbers have every word of `q` in them.",
    answer=list[CustomerAnswer],
    query={"q": "words to look for"},
)
def customers() -> list[CustomerAnswer]:
    found = find.listed(g.session, request.args.get("q", ""), most=find.FEW)
    return [CustomerAnswer.model_validate(one) for one in found]


@api.operation(
    "POST",
    "/customers",
    permission=Permission.KEEP_CUSTOMERS,
    summary="Add a customer. The same id with the same content answers the first result.",
    body=CustomerBody,
    answer=CustomerAnswer,
    status=201,
)
def add_customer(body: CustomerBody) -> CustomerAnswer:
    made = again_if_raced(
        g.session, lambda: keep.add(g.session, body.id, body.facts(), by=g.person)
    )
    return CustomerAnswer.model_validate(made)
