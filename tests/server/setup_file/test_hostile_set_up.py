"""Every hostile text in every text of a set-up: refused with a reason, or written and read back as itself."""

from __future__ import annotations

import tomllib

from pydantic import TypeAdapter, ValidationError

from server.contract.setup_file import SetUp
from server.contract.setup_words import Text
from server.demo.office import demo_office
from server.setup_file.reading import read
from server.setup_file.writing import written
from tests.support.hostile import HALVES, HOSTILE

_TEXT = TypeAdapter[str](Text)


def taken() -> list[str]:
    """What may be a name."""
    found = []
    for text in (*HOSTILE, *HALVES):
        try:
            found.append(_TEXT.validate_python(text))
        except ValidationError:
            continue
    return found


def crowded() -> SetUp:
    """An office whose services, papers, counters, categories and holidays are called so, each once."""
    texts = taken()
    plain = demo_office().model_dump(mode="json", exclude={"staff"})
    leaf = next(service for service in plain["services"] if service["letter"])
    leaf = {**leaf, "paused_reason": None, "resources": []}
    plain["services"] += [
        {**leaf, "code": f"x{n}", "parent": None, "names": {"vi": text, "en": text}, "papers": {"vi": [text]}}
        for n, text in enumerate(texts)
    ]
    plain["categories"] += [{"code": f"x{n}", "names": {"vi": text}} for n, text in enumerate(texts)]
    counter = {"services": [leaf["code"]]}
    plain["counters"] += [
        {**counter, "number": 1000 + n, "names": {"vi": text}} for n, text in enumerate(texts)
    ]
    return SetUp.model_validate_json(SetUp.model_validate(plain).model_dump_json())


def test_more_than_two_hundred_of_them_may_be_names() -> None:
    assert len(taken()) > 200


def test_what_is_written_as_toml_reads_back_letter_by_letter() -> None:
    setup = crowded()
    document = written(setup)
    assert not set(map(chr, [*range(0x0A), *range(0x0B, 0x20), 0x7F])) & set(document)
    raw = tomllib.loads(document)
    assert set(raw) <= set(SetUp.model_fields), "no text begins a table of its own"
    reading = read(document.encode())
    assert reading.problems == ()
    assert reading.setup is not None
    for part in ("services", "categories", "counters"):
        assert getattr(reading.setup, part) == getattr(setup, part)


def test_no_text_in_any_field_of_a_file_is_more_than_a_reason() -> None:
    """As TOML spells it, and as it stands, in the place of a name, a code, a time and a key."""
    places = ("names = {{ vi = {} }}", "code = {}", "short_name = {}", "time_zone = {}", "{} = 1")
    for text in HOSTILE:
        if len(text) > 300:
            continue
        spelled = '"' + "".join(f"\\U{ord(letter):08X}" for letter in text) + '"'
        for place in places:
            for said in (spelled, text):
                reading = read(("[office]\n" + place.format(said)).encode())
                assert reading.setup is None
                for problem in reading.problems:
                    assert len(problem.reason) < 1000
                    assert not set("\x00\x07\x1b\x9b") & set(problem.reason + problem.key), (place, text)
