"""Every migration goes forward and back on both databases, and ends where the models are."""

import pytest
import sqlalchemy as sa

from diary import migrations
from diary.app import create_app


def tables(url):
    """The names of the tables at `url`, Alembic's own left out."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    return set(sa.inspect(engine).get_table_names()) - {"alembic_version"}


def test_an_upgraded_database_is_what_the_models_say(empty_database):
    assert create_app  # importing it imports every model
    migrations.upgrade(empty_database.owner_url)
    assert migrations.differences(empty_database.owner_url) == []
    assert migrations.stamp_of(empty_database.owner_url) == migrations.head()


def test_each_migration_can_be_taken_back_and_done_again(empty_database):
    url = empty_database.owner_url
    migrations.upgrade(url)
    every = tables(url)
    steps = [f"{number:04d}" for number in range(1, int(migrations.head()) + 1)]
    for below in [*reversed(steps[:-1]), "base"]:
        migrations.downgrade(url, below)
    assert tables(url) == set()
    for step in steps:
        migrations.upgrade(url, step)
    assert tables(url) == every


def test_a_record_table_is_clustered_by_patient_on_sqlite(sqlite_url):
    engine = sa.create_engine(sqlite_url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        made = dict(connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").all())
    for name in ("revision", "attack", "attack_feature", "day", "dose", "infusion", "vital_signs"):
        assert "WITHOUT ROWID" in made[name], name
        assert "PRIMARY KEY (patient_id" in made[name], name


def test_the_application_cannot_change_tables_on_postgresql(postgresql_url):
    engine = sa.create_engine(postgresql_url, poolclass=sa.NullPool)
    with engine.connect() as connection, pytest.raises(sa.exc.ProgrammingError):
        connection.exec_driver_sql("ALTER TABLE patient ADD COLUMN mine int")
