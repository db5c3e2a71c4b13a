"""The JSON API: one declaration an operation, from which requests are read and described."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from flask import Blueprint, Response, request
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    TypeAdapter,
    ValidationError,
)

from bouwkringloop.base import quantity
from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_
from bouwkringloop.base.permissions import Permission, public, requires


class Body(BaseModel):
    """What a program sends; an unknown field is refused rather than overlooked."""

    model_config = ConfigDict(extra="forbid")


class Answer(BaseModel):
    """What a program gets."""

    model_config = ConfigDict(from_attributes=True)


class InvalidBody(Refused):
    """The body is not of the form that the operation describes."""

    status = 422
    message = N_("The request is not filled in right: %(where)s.")

    def __init__(self, error: ValidationError) -> None:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        self.problems = [
            {"where": _path(p["loc"])[:80], "problem": p["msg"].rstrip(".")[:200]}
            for p in problems[:20]
        ]
        told = (f"{p['where']}: {p['problem']}" for p in self.problems[:5])
        super().__init__(where="; ".join(told))


def _path(location: tuple[int | str, ...]) -> str:
    return ".".join(str(step) for step in location) or "body"


def _to_milli(value: Any) -> int:
    """Read a JSON quantity: a number as it is, a text as people type it."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueError("a quantity is a number or a text such as 2,5")
    try:
        if isinstance(value, str):
            return quantity.parse(value)
        # The shortest text of a JSON number is what was sent, so no fraction is lost here.
        return quantity.to_milli(Decimal(str(value)))
    except Refused as refusal:
        raise ValueError(refusal.sentence) from None


def from_milli(milli: int) -> int | float:
    """Write thousandths as a JSON number."""
    # A number with three places survives the way into JSON text; it is only counted as thousandths.
    return milli // 1000 if milli % 1000 == 0 else float(quantity.to_decimal(milli))


#: A quantity: a number (or a text as people type it) in JSON, integer thousandths in here.
Milli = Annotated[
    int,
    BeforeValidator(_to_milli, json_schema_input_type=Annotated[float | str, "quantity"]),
    PlainSerializer(from_milli, return_type=float),
]


@dataclass(frozen=True)
class Operation:
    """One operation as the OpenAPI document describes it."""

    method: str
    path: str
    summary: str
    permission: Permission | None
    body: type[BaseModel] | None
    answer: Any
    status: int
    query: dict[str, str]


class Api:
    """A room's part of the API."""

    #: Every operation of every room, for the OpenAPI document.
    operations: dict[str, Operation] = {}  # noqa: RUF012 - the one register, filled at import.

    def __init__(self, room: str) -> None:
        self.blueprint = Blueprint(f"{room}_api", f"bouwkringloop.{room}.api", url_prefix="/api/v1")

    def operation(
        self,
        method: str,
        path: str,
        *,
        permission: Permission | None,
        summary: str,
        body: type[BaseModel] | None = None,
        answer: Any = None,
        status: int = 200,
        query: dict[str, str] | None = None,
    ) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
        """Declare an operation; the function gets the path's parts and the body, if any.

        It returns what `answer` describes (a model, a list of them), or a Response as it is.
        """
        adapter = TypeAdapter(answer) if answer is not None else None

        def declare(work: Callable[..., Any]) -> Callable[..., Response]:
            def view(**parts: Any) -> Response:
                if body is not None:
                    parts["body"] = read(body)
                made = work(**parts)
                if isinstance(made, Response):
                    return made
                assert adapter is not None
                return respond(adapter.dump_json(made), status)

            view.__name__ = work.__name__
            view.__doc__ = work.__doc__
            marked = requires(permission)(view) if permission else public(view)
            self.blueprint.add_url_rule(path, work.__name__, marked, methods=[method])
            self.operations[f"{self.blueprint.name}.{work.__name__}"] = Operation(
                method, path, summary, permission, body, answer, status, query or {}
            )
            return marked

        return declare


Model = TypeVar("Model", bound=BaseModel)


def read(model: type[Model]) -> Model:
    """Read the request's JSON body into a model; raise InvalidBody with every problem found."""
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError as error:
        raise InvalidBody(error) from None


def respond(body: bytes | str, status: int = 200) -> Response:
    """Answer with JSON text."""
    return Response(body, status=status, mimetype="application/json")
