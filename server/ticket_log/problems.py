"""What is wrong with a log: gathered line by line, counted beyond what anybody reads."""

from __future__ import annotations

from dataclasses import dataclass, field

from server.setup_file.problems import Finding

MOST_TOLD = 100


class BadFile(Exception):
    """From this line on nothing can be read."""

    def __init__(self, line: int, reason: str, key: str = "") -> None:
        super().__init__(reason)
        self.finding = Finding(line, key, reason)


@dataclass(slots=True)
class Problems:
    """The first `MOST_TOLD` findings, and how many there are in all."""

    told: list[Finding] = field(default_factory=list)
    count: int = 0

    def add(self, finding: Finding) -> None:
        self.count += 1
        if len(self.told) < MOST_TOLD:
            self.told.append(finding)

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def more(self) -> int:
        """How many are not told."""
        return self.count - len(self.told)
