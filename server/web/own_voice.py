"""The own words with which an office calls, said aloud for its displays where this server can."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from server.contract.speaking import VOICES, Speaker
from server.domain.errors import UnknownOffice
from server.domain.office import Office
from server.domain.speech import own_call, phrases
from server.storage.database import Database


def blueprint(database: Database, speaker: Speaker) -> Blueprint:
    """`/own-voice/{office}/{language}?text=…`: a phrase of the office's own call, 204 when it cannot be said
    here. Nothing else is said, so nobody keeps the server busy with texts of their own."""
    pages = Blueprint("own_voice", __name__)

    @pages.get("/own-voice/<office>/<language>")
    def say_own_words(office: str, language: str) -> Response:
        text = request.args.get("text", "")
        if language not in VOICES or text not in _said_by(_office(database, office), language):
            abort(404)
        sound = speaker.say(language, text)
        if sound is None:
            return Response(status=204, headers={"Cache-Control": "no-store"})
        return Response(sound, content_type="audio/wav", headers={"Cache-Control": "public, max-age=86400"})

    return pages


def _office(database: Database, code: str) -> Office:
    try:
        with database.read() as tx:
            return tx.office(code)
    except UnknownOffice:
        abort(404)


def _said_by(office: Office, language: str) -> list[str]:
    sentence = own_call(office.texts, language)
    return phrases(sentence) if sentence and language in office.voice_languages else []
