"""An import that is killed has changed nothing, and the next one brings what an undisturbed one would."""

from __future__ import annotations

from pathlib import Path

from tests.faults.import_kills import kill_imports


def test_imports_killed_at_any_moment_leave_nothing_to_be_seen(database_url: str, tmp_path: Path) -> None:
    outcome = kill_imports(tmp_path, database_url, 3, seed=7)
    assert outcome.violations == []
    assert outcome.kills == 3
    assert max(outcome.staged) > 0, "some were killed in the middle"
