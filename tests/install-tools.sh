#!/bin/sh
# Installs what the tests need beside Python: a browser, PostgreSQL, Node, nginx. Nothing when all is there.
set -eu
wanted=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || wanted="$wanted chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || wanted="$wanted postgresql"
command -v node >/dev/null || wanted="$wanted nodejs"
[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null || wanted="$wanted nginx-light"
[ -z "$wanted" ] && exit 0
echo "Installing for the tests:$wanted"
if ! sh "$(dirname "$0")/../deploy/install-packages.sh" $wanted; then
    [ -n "${CI:-}" ] && exit 1
    echo "Without them the tests that need them are skipped, each with its reason."
fi
