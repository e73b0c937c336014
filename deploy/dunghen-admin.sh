#!/bin/sh
# Runs the `dunghen` command as the service does: as the same user, with the same settings.
#
#   cp deploy/dunghen-admin.sh /usr/local/bin/dunghen
#   dunghen token list --office ttpvhcc
set -eu
settings=/etc/dunghen/server.env

if [ "$(id -un)" != dunghen ]; then
    exec sudo -u dunghen -- "$0" "$@"
fi
while IFS= read -r line || [ -n "$line" ]; do
    case $line in DUNGHEN_*=*) export "${line?}" ;; esac
done <"$settings"
exec /opt/dunghen/.venv/bin/dunghen "$@"
