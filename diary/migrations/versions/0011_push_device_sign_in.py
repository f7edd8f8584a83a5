"""A browser that takes notifications belongs to a sign-in"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Browsers that are known keep asking; each says within a day which sign-in it belongs to."""
    with op.batch_alter_table("push_device", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sign_in_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_push_device_sign_in_id"), ["sign_in_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_push_device_sign_in_id_sign_in"), "sign_in", ["sign_in_id"], ["id"], ondelete="CASCADE"
        )


def downgrade() -> None:
    """Undo it. A browser that is signed out elsewhere is asked until it drops its subscription itself."""
    with op.batch_alter_table("push_device", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_push_device_sign_in_id_sign_in"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_push_device_sign_in_id"))
        batch_op.drop_column("sign_in_id")
