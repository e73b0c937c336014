"""What a page of ours may not have, because the content security policy would silently break or betray it."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

_LOADS = {"script": "src", "link": "href", "img": "src", "iframe": "src", "audio": "src", "source": "src"}


class PageRules(HTMLParser):
    """Reads a page; `broken` says what is against the policy, `forms` where it sends which fields."""

    def __init__(self) -> None:
        super().__init__()
        self.broken: list[str] = []
        self.forms: list[tuple[str, str, set[str]]] = []
        self.links: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.broken += [f"{tag} {name}" for name in said if name == "style" or name.startswith("on")]
        self._script = tag == "script" and "src" not in said and said.get("type") != "application/json"
        if tag in ("style", "base", "iframe", "object", "embed") or self._script:
            self.broken.append(f"inline {tag}")
        for value in (said.get("href", ""), said.get("src", ""), said.get("action", "")):
            if urlsplit(value.strip()).scheme in ("javascript", "vbscript"):
                self.broken.append(f"{tag} {value[:40]}")
        loaded = said.get(_LOADS.get(tag, ""), "")
        if loaded and (urlsplit(loaded).netloc or urlsplit(loaded).scheme not in ("", "data")):
            self.broken.append(f"{tag} from elsewhere: {loaded[:60]}")
        if tag == "a" and said.get("href", "").startswith("/"):
            self.links.append(said["href"].partition("#")[0])
        self._form(tag, said)

    def _form(self, tag: str, said: dict[str, str]) -> None:
        if tag == "form":
            self.forms.append((said.get("method", "get").upper(), said.get("action", ""), set()))
        elif tag in ("input", "select", "textarea", "button") and "name" in said and self.forms:
            self.forms[-1][2].add(said["name"])


def read(page: str) -> PageRules:
    rules = PageRules()
    rules.feed(page)
    return rules
