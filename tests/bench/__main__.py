"""Print the table of figures: `make bench`, or one part of it with `make bench ARGS=phone`."""

import sys
import tempfile
from pathlib import Path

from tests.bench import associations, coverage, lighthouse, opening, phone, pushing, relief, trend
from tests.bench.figures import HEAD

PARTS = {
    "pushing": pushing.measure,
    "trend": trend.measure,
    "phone": phone.measure,
    "opening": opening.measure,
    "lighthouse": lighthouse.measure,
    "coverage": coverage.measure,
    "associations": associations.measure,
    "relief": relief.measure,
}


def main() -> None:
    """Measure what was asked for, or everything, and print it."""
    asked = sys.argv[1:] or list(PARTS)
    print(HEAD)
    for name in asked:
        with tempfile.TemporaryDirectory() as folder:
            for figure in PARTS[name](Path(folder)):
                print(figure.line(), flush=True)


main()
