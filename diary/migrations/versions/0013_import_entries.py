"""What a file brought in besides days"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column that is empty for the files that wait now: they are of days."""
    op.add_column("import_file", sa.Column("entries", sa.Text(), nullable=True))


def downgrade() -> None:
    """Undo it."""
    op.drop_column("import_file", "entries")
