"""Lull at a time that a test says: its one clock reads the file `clock` in the instance folder, at every look.

The clock of the machine goes on, so that what counts by it (a code of six digits) is the same inside and outside.
"""

import os
from datetime import datetime
from pathlib import Path

from flask.cli import main

from diary import clock


def now() -> datetime:
    """The moment in the file."""
    return datetime.fromisoformat((Path(os.environ["DIARY_INSTANCE"]) / "clock").read_text())


if __name__ == "__main__":
    clock.now = now
    main()
