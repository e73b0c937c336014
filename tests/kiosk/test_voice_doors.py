"""The kiosk's own clips and free texts, asked for by its page."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kiosk.voice_doors import add_voice
from server.contract.speaking import Speaker
from tests.fakes.voice import talking_tool


@pytest.fixture
def http(tmp_path: Path) -> FlaskClient:
    app = Flask("kiosk", static_folder=None)
    add_voice(app, Speaker(str(talking_tool(tmp_path))))
    return app.test_client()


def test_the_doors_give_clips_and_texts_and_nothing_else(http: FlaskClient) -> None:
    def asked(path: str) -> tuple[int, str]:
        with http.get(path, buffered=True) as answer:
            return answer.status_code, answer.mimetype

    assert asked("/voice/vi/welcome.mp3") == (200, "audio/mpeg")
    assert asked("/voice/vi?text=Xin") == (200, "audio/wav")
    assert asked("/voice/vi?text=")[0] == 204
    for path in (
        "/voice/vi/none.mp3",
        "/voice/fr?text=a",
        "/voice/../flow.py",
        "/voice/vi/..%2F..%2Ftexts.mp3",
    ):
        assert asked(path)[0] == 404, path
