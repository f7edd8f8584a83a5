"""The description of every /api address, made from the schemas that check what comes in."""

from collections.abc import Callable, Mapping
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask
from marshmallow import Schema, fields

from diary.fields import Amount, Day, Instant, Truth

VERSION = "1"


class ErrorSchema(Schema):
    """The one shape of an error: a sentence, and the sentences that belong beside each field."""

    error = fields.String(required=True)
    fields_ = fields.Dict(data_key="fields")
    epoch = fields.String(metadata={"description": "With `reset`: the name of the restored server."})


# What any address may answer, and what one that takes a body or a query may answer besides.
ALWAYS = {401: "Nobody is signed in.", 403: "Not from Lull's own pages.", 404: "Not here, or not yours."}
OF_BODY = {413: "Too large.", 415: "Not JSON.", 422: "It cannot be done as it is."}
OF_QUERY = {422: "Not a query we can read."}


def described(
    summary: str,
    *,
    query: Schema | None = None,
    body: Schema | None = None,
    answer: Schema | None = None,
    status: int = 200,
    errors: Mapping[int, str] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Say in the OpenAPI document what a view takes and gives. `errors` maps a status to its meaning."""

    def describe(view: Callable[..., Any]) -> Callable[..., Any]:
        view.described = {  # type: ignore[attr-defined]
            "summary": summary,
            "query": query,
            "body": body,
            "answer": answer,
            "status": status,
            "errors": ALWAYS | (OF_BODY if body else {}) | (OF_QUERY if query else {}) | dict(errors or {}),
        }
        return view

    return describe


def document(app: Flask, components: Mapping[str, Schema]) -> dict[str, Any]:
    """The OpenAPI 3.1 document of `app`: every /api address, and `components` such as record bodies.

    Raises LookupError for an address that nobody described.
    """
    plugin = MarshmallowPlugin()
    spec = APISpec("Lull", VERSION, "3.1.0", plugins=[plugin], info={"description": "Sync and diary of Lull."})
    assert plugin.converter is not None
    plugin.map_to_openapi_type(Amount, "string", "decimal")
    plugin.map_to_openapi_type(Truth, "boolean", None)
    plugin.map_to_openapi_type(Instant, "string", "date-time")
    plugin.map_to_openapi_type(Day, "string", "date")
    spec.components.schema("Error", schema=ErrorSchema)
    spec.components.security_scheme("session", {"type": "apiKey", "in": "cookie", "name": "__Host-lull"})
    for name, schema in components.items():
        spec.components.schema(name, schema=schema)
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if not rule.rule.startswith("/api/"):
            continue
        told = getattr(app.view_functions[rule.endpoint], "described", None)
        if told is None:
            raise LookupError(f"{rule.rule} has no description")
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        path = rule.rule.replace("<uuid:", "{").replace("<", "{").replace(">", "}")
        spec.path(path, operations={method.lower(): _operation(told, rule.arguments) for method in methods})
    return spec.to_dict()


def _operation(told: Mapping[str, Any], arguments: set[str]) -> dict[str, Any]:
    header = {"in": "header", "name": "X-Lull", "required": True, "schema": {"const": "1"}}
    parts = [
        {"in": "path", "name": name, "required": True, "schema": {"type": "string", "format": "uuid"}}
        for name in sorted(arguments)
    ]
    parameters: list[Any] = [header, *parts]
    if told["query"] is not None:
        parameters.append({"in": "query", "schema": told["query"]})
    given: dict[str, Any] = {"description": "Done."}
    if told["answer"] is not None:
        given["content"] = {"application/json": {"schema": told["answer"]}}
    error = {"application/json": {"schema": "Error"}}
    answers = {str(code): {"description": why, "content": error} for code, why in sorted(told["errors"].items())}
    operation: dict[str, Any] = {
        "summary": told["summary"],
        "parameters": parameters,
        "responses": {str(told["status"]): given, **answers},
        "security": [{"session": []}],
    }
    if told["body"] is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": told["body"]}}}
    return operation
