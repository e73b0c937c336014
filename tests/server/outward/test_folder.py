"""Messages as files, for development."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

import pytest

from server.domain.outgoing import Outlet
from server.outward.channels import Down, Refused
from server.outward.folder import FolderChannel
from tests.server.outward.letters import letter

SENDER = "hen@example.vn"


def test_an_e_mail_is_a_file_that_mail_programs_open(tmp_path: Path) -> None:
    FolderChannel(tmp_path / "new", Outlet.EMAIL, sender=SENDER).send(letter())
    (file,) = (tmp_path / "new").iterdir()
    assert file.name == f"{letter().message_id}.eml"
    assert file.stat().st_mode & 0o777 == 0o600
    read = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert read["Subject"] == letter().subject


def test_a_text_message_is_a_file_with_its_number_and_its_text(tmp_path: Path) -> None:
    FolderChannel(tmp_path, Outlet.SMS, sender=SENDER).send(letter(to="+84912345678", text="Lịch hẹn"))
    assert (tmp_path / f"{letter().message_id}.txt").read_text("utf-8") == "+84912345678\nLịch hẹn\n"


def test_a_repetition_replaces_the_file(tmp_path: Path) -> None:
    channel = FolderChannel(tmp_path, Outlet.SMS, sender=SENDER)
    channel.send(letter(to="+84912345678", text="one"))
    channel.send(letter(to="+84912345678", text="two"))
    assert [file.read_text("utf-8").splitlines()[1] for file in tmp_path.iterdir()] == ["two"]


def test_a_folder_that_cannot_be_written_is_down(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Down):
        FolderChannel(tmp_path / "file" / "below", Outlet.SMS, sender=SENDER).send(letter())


def test_a_recipient_that_is_no_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        FolderChannel(tmp_path, Outlet.EMAIL, sender=SENDER).send(letter(to="binh"))
    assert list(tmp_path.iterdir()) == []
