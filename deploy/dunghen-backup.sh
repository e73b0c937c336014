#!/bin/sh
# Copies the SQLite database of an office while the server runs, checks the copy, and keeps a month of them.
#
#   dunghen-backup.sh /var/lib/dunghen/dunghen.db /var/backups/dunghen
#
# Never copy the file with cp: what the server has acknowledged may still stand in the -wal file beside it.
set -eu
if [ $# -ne 2 ] || [ ! -f "$1" ]; then
    echo "Give the database file and a folder, e.g. $0 /var/lib/dunghen/dunghen.db /var/backups/dunghen" >&2
    exit 2
fi
database=$1
folder=$2
python=${DUNGHEN_PYTHON:-/opt/dunghen/.venv/bin/python}
name=$(basename "$database" .db)
copy=$folder/$name-$(date +%Y%m%d-%H%M%S).db

umask 077
mkdir -p "$folder"
rm -f "$folder/$name"-*.half
"$python" - "$database" "$copy.half" <<'END'
import sys

from pysqlite3 import dbapi2 as sqlite

database, copy = sys.argv[1:]
with sqlite.connect(database, timeout=60) as source:
    source.execute("VACUUM INTO ?", (copy,))
with sqlite.connect(copy) as kept:
    (said,) = kept.execute("PRAGMA integrity_check").fetchone()
if said != "ok":
    sys.exit(f"The copy is damaged: {said}")
END
sync "$copy.half"
mv "$copy.half" "$copy"
find "$folder" -name "$name-*.db" -mtime +30 -delete
echo "$copy"
