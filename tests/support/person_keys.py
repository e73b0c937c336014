"""The folder of the keys that recognise people in tests: one for this process, gone at its end."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

from server.storage.person_keys import KeyFolder

PERSON_KEYS = KeyFolder(Path(tempfile.mkdtemp(prefix="dunghen-people-")))
atexit.register(shutil.rmtree, PERSON_KEYS.path, ignore_errors=True)
