"""The answer of /api/v1/trends, as the OpenAPI document describes it."""

from marshmallow import Schema, fields

from diary import fields as own


class TrendsQuerySchema(own.Body):
    """Whose trends the device expects."""

    account = fields.UUID()


class TrendsSchema(Schema):
    """By period (3m, 9m, all) and then by name (frequency, calendar, infusion_pain, associations)."""

    account = fields.UUID(required=True)
    as_of = own.Instant(required=True)
    figures = fields.Dict(required=True, metadata={"description": "Plotly figures; colours are names of tokens."})
    tables = fields.Dict(
        required=True, metadata={"description": "caption, head and rows, the same numbers as the figures."}
    )
    sentences = fields.Dict(required=True, metadata={"description": "One sentence for each figure, and `now`."})
