"""Every action that the code writes into the audit has words that people read, in both languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from server.domain.people import Role
from server.web.admin.audit_actions import ACTIONS, ACTORS
from server.web.admin.audit_texts import GROUPS

SERVER = Path(__file__).parents[4] / "server"
ACTION = re.compile(rf"({'|'.join(group for group, *_ in GROUPS)})\.[a-z_]*")
BEGUN = "rating_form."
"""Actions that are put together; what may follow stands beside where they are."""


def recorded() -> set[str]:
    """The actions that are named where entries are written, and in words like them."""
    files = [file for room in ("actions", "commands") for file in (SERVER / room).rglob("*.py")]
    files += (SERVER / "web").rglob("*_pages.py")
    nodes = (node for file in files for node in ast.walk(ast.parse(file.read_text())))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if ACTION.fullmatch(text) and not text.endswith((".html", ".json"))}


def test_every_action_has_words() -> None:
    named = recorded()
    assert len(named) > 30
    assert named - {BEGUN} - set(ACTIONS) == set()


def test_no_words_are_of_actions_that_nobody_writes() -> None:
    begun = {action for action in ACTIONS if action.startswith(BEGUN)}
    assert set(ACTIONS) - begun - recorded() == set()


def test_every_action_belongs_to_a_group_that_can_be_searched() -> None:
    assert {action.split(".")[0] for action in ACTIONS} <= {group for group, *_ in GROUPS}


def test_every_role_has_words() -> None:
    assert {role.value for role in Role} <= set(ACTORS)
