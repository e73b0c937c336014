#!/bin/sh
# Fetches what pages use into vendor/, at pinned versions: the fonts, the Socket.IO client, SHA-256 for
# browsers that have no crypto.subtle, uPlot for charts. Needs npm, tar and sha256sum. The sums in
# vendor/SHA256SUMS are checked; after raising a version on purpose, write them anew with `vendor.sh --renew`.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
font=be-vietnam-pro
font_version=5.3.0
socket_version=4.8.4
hashes_version=2.4.0
uplot_version=1.6.32
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

unpack() { # package@version -> $work/NAME/
    mkdir -p "$work/$2"
    (cd "$work" && npm pack --silent "$1" >"$2.name" && tar xzf "$(cat "$2.name")" -C "$2" --strip-components 1)
}

unpack "@fontsource/$font@$font_version" font
mkdir -p "$here/vendor/$font" "$here/vendor/socket.io"
for subset in latin latin-ext vietnamese; do
    for weight in 400 500 600 700 800; do
        cp "$work/font/files/$font-$subset-$weight-normal.woff2" "$here/vendor/$font/"
    done
done
cp "$work/font/LICENSE" "$here/vendor/$font/LICENSE"
for weight in 400 500 600 700 800; do
    cat "$work/font/$weight.css"
    echo
done | sed -e 's#url(\./files/\([^)]*woff2\)) format(.woff2.), url([^)]*) format(.woff.)#url(\1) format("woff2")#' \
    >"$here/vendor/$font/fonts.css"

unpack "socket.io-client@$socket_version" socket
grep -v '^//# sourceMappingURL' "$work/socket/dist/socket.io.esm.min.js" >"$here/vendor/socket.io/socket.io.esm.min.js"
cp "$work/socket/LICENSE" "$here/vendor/socket.io/LICENSE"

unpack "@noble/hashes@$hashes_version" hashes
mkdir -p "$here/vendor/noble-hashes"
for part in sha2 _md _u64 utils; do
    grep -v '^//# sourceMappingURL' "$work/hashes/$part.js" >"$here/vendor/noble-hashes/$part.js"
done
cp "$work/hashes/LICENSE" "$here/vendor/noble-hashes/LICENSE"

unpack "uplot@$uplot_version" uplot
mkdir -p "$here/vendor/uplot"
for part in dist/uPlot.esm.js dist/uPlot.min.css LICENSE; do
    cp "$work/uplot/$part" "$here/vendor/uplot/"
done

chmod 644 "$here/vendor/$font"/* "$here/vendor/socket.io"/* "$here/vendor/noble-hashes"/* \
    "$here/vendor/uplot"/*
cd "$here/vendor"
if [ "${1:-}" = --renew ]; then
    sha256sum "$font"/* noble-hashes/* socket.io/* uplot/* >SHA256SUMS
fi
sha256sum --quiet --check SHA256SUMS
