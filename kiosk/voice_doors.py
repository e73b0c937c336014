"""The doors of the spoken help: shipped clips by name, and free text where this machine can say it."""

from __future__ import annotations

from importlib.resources import files

from flask import Flask, Response, abort, request, send_from_directory

from server.contract.speaking import VOICES, Speaker


def add_voice(app: Flask, speaker: Speaker) -> None:
    """`/voice/{language}/{clip}.mp3`, and `/voice/{language}?text=…`: 204 when that cannot be said here."""
    clips = str(files("kiosk") / "voice" / "clips")

    @app.get("/voice/<language>/<name>.mp3")
    def clip(language: str, name: str) -> Response:
        answer = send_from_directory(clips, f"{language}/{name}.mp3")
        answer.headers["Cache-Control"] = "public, max-age=86400"
        return answer

    @app.get("/voice/<language>")
    def spoken(language: str) -> Response:
        if language not in VOICES:
            abort(404)
        sound = speaker.say(language, request.args.get("text", ""))
        return Response(status=204) if sound is None else Response(sound, content_type="audio/wav")
