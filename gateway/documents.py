"""The documents that describe the house to programs: OpenAPI for HTTP, AsyncAPI for the bus (GATE-6)."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from werkzeug.wrappers import Request, Response

from gateway.answering import json_response
from gateway.asyncapi import asyncapi
from gateway.openapi import openapi
from gateway.routes import API, Route
from kit.service import Service


class Documents:
    """Made once per language, when first asked for."""

    def __init__(self, routes: Sequence[Route], services: Sequence[type[Service]]) -> None:
        self._openapi: Callable[[str], dict[str, Any]] = cache(lambda language: openapi(routes, language))
        self._asyncapi: Callable[[str], dict[str, Any]] = cache(lambda language: asyncapi(services, language))

    def addresses(self) -> dict[str, Callable[[Request], Response]]:
        return {
            f"{API}/openapi.json": lambda request: _told(request, self._openapi),
            f"{API}/asyncapi.json": lambda request: _told(request, self._asyncapi),
        }


def _told(request: Request, document: Callable[[str], dict[str, Any]]) -> Response:
    language = request.accept_languages.best_match(["zh", "en"]) or "en"
    response = json_response(document(language))
    response.headers["Vary"] = "Accept-Language"
    return response
