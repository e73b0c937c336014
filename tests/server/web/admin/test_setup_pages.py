"""The editor of a set-up: a form for each section, differences before anything is applied, and refusals."""

from __future__ import annotations

import pytest

from server.web.admin.sections import SECTIONS
from server.web.admin.setup_texts import TEXTS
from tests.server.web.admin.admins import Editor
from tests.server.web.house import House


@pytest.fixture
def editor(house: House) -> Editor:
    return Editor(house)


def test_every_section_has_a_page_and_sending_it_back_changes_nothing(editor: Editor) -> None:
    for section in SECTIONS:
        editor.open(section)
        answer = editor.send()
        assert answer.status_code == 200, section
        assert TEXTS["vi"]["no_changes"] in answer.text, section
