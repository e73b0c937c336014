"""Health: is the process alive, and does it serve."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import select

from server.storage.database import Database
from server.storage.tables import office


def blueprint(database: Database) -> Blueprint:
    """`/health/live` and `/health/ready`."""
    routes = Blueprint("health", __name__)

    @routes.get("/health/live")
    def show_live() -> Response:
        return jsonify(status="live")

    @routes.get("/health/ready")
    def show_ready() -> Response:
        with database.read() as tx:
            offices = len(tx.connection.execute(select(office.c.id)).all())
        return jsonify(status="ready", offices=offices)

    return routes
