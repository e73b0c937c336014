#!/bin/sh
# Installs what the tests need beside Python: a browser, PostgreSQL, Node, nginx, Redis. Nothing when all is there.
set -eu
wanted=""
has() { command -v "$1" >/dev/null; }
install() { sh "$(dirname "$0")/../deploy/install-packages.sh" "$@"; }
# Chromium without windows takes half the time; where there is none of it, the whole one does.
if ! has chromium-headless-shell && ! install chromium-headless-shell 2>/dev/null; then
    has chromium || has chromium-browser || has google-chrome || wanted="$wanted chromium"
fi
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || has initdb || wanted="$wanted postgresql"
has espeak-ng || wanted="$wanted espeak-ng"
has node || wanted="$wanted nodejs"
[ -x /usr/sbin/nginx ] || has nginx || wanted="$wanted nginx-light"
command -v redis-server >/dev/null || wanted="$wanted redis-server"
[ -z "$wanted" ] && exit 0
echo "Installing for the tests:$wanted"
if ! install $wanted; then
    [ -n "${CI:-}" ] && exit 1
    echo "Without them the tests that need them are skipped, each with its reason."
fi
