"""What holds of every figure, whatever it draws: asked of each chart by the tests of its file."""

import json

import plotly.graph_objects as go

from diary.charts import theme


def is_accepted(figure, name):
    """plotly.py takes the figure with the colours of theme `name`, and no name of a colour is left in it."""
    plotly = theme.resolved(figure.plotly, name)
    assert "token:" not in json.dumps(plotly, allow_nan=False)
    go.Figure(data=plotly["data"], layout=plotly["layout"]).to_plotly_json()


def is_told(figure):
    """A sentence stands for it, and a table of strings in which nothing is missing but a number."""
    assert figure.summary.endswith(".") and len(figure.summary) < 400
    for row in figure.table.rows:
        assert len(row) == len(figure.table.head)
        assert isinstance(row[0], str) and all(cell is None or isinstance(cell, str) for cell in row)
