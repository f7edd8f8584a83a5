"""What an administrator meets who types a command too early."""

import pytest

from diary.app import create_app


@pytest.mark.parametrize(
    "command", [["rebuild", "--check"], ["audit", "verify"], ["work", "--once"], ["reminder-keys"]]
)
def test_before_setup_a_command_says_what_to_do(tmp_path, monkeypatch, command):
    monkeypatch.setenv("DIARY_INSTANCE", str(tmp_path))
    told = create_app().test_cli_runner().invoke(args=command)
    assert told.exit_code == 1
    assert "run flask setup" in told.output
