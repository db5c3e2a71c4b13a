"""The OpenAPI 3.1 document, drawn up from the operations that the rooms declared."""

import re
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import models_json_schema

from bouwkringloop.base.api import Api, Operation

_REF = "#/components/schemas/{model}"
_PATH_TYPES = {"uuid": {"type": "string", "format": "uuid"}, "int": {"type": "integer"}}
_PROBLEM = {
    "description": "A refusal, said in the language of the token's owner.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {
            "type": "string",
            "description": "Its name, such as /problems/sold-out.",
        },
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for the person at the screen."},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}


def document(version: str) -> dict[str, Any]:
    """Describe every operation of the API."""
    paths: dict[str, dict[str, Any]] = {}
    schemas: dict[str, Any] = {"Problem": _PROBLEM_SCHEMA}
    for name, operation in sorted(Api.operations.items()):
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", operation.path)
        paths.setdefault(path, {})[operation.method.lower()] = _describe(name, operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Bouwkringloop", "version": version},
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _describe(name: str, operation: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": operation.summary}
    if operation.answer is not None:
        answer["content"] = {"application/json": {"schema": _schema(operation.answer, schemas)}}
    described: dict[str, Any] = {
        "operationId": name.replace("_api.", "_"),
        "summary": operation.summary,
        "parameters": _parameters(operation),
        "responses": {str(operation.status): answer, "default": _PROBLEM},
    }
    if operation.body is not None:
        _, defined = models_json_schema([(operation.body, "validation")], ref_template=_REF)
        _keep(schemas, defined.get("$defs", {}))
        reference = {"$ref": _REF.format(model=operation.body.__name__)}
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": reference}},
        }
    if operation.permission is None:
        described["security"] = []
    return described


def _schema(answer: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    schema = TypeAdapter(answer).json_schema(mode="serialization", ref_template=_REF)
    _keep(schemas, schema.pop("$defs", {}))
    return schema


def _keep(schemas: dict[str, Any], found: dict[str, Any]) -> None:
    """Add schemas to those of the document, each name for one thing only."""
    for name, schema in found.items():
        if schemas.setdefault(name, schema) != schema:
            raise ValueError(f"two rooms call different things {name}")


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    parts = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {
                "uuid": {"type": "string", "format": "uuid"},
                "int": {"type": "integer"},
            }.get(kind, {"type": "string"}),
        }
        for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", operation.path)
    ]
    asked = [
        {"name": name, "in": "query", "description": meaning, "schema": {"type": "string"}}
        for name, meaning in operation.query.items()
    ]
    return parts + asked
