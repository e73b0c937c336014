#!/bin/sh
# Fetches the QR decoder that the kiosk's camera uses into vendor/, at a pinned version.
# Needs npm, tar and sha256sum. The sums in vendor/SHA256SUMS are checked; after raising the version on
# purpose, write them anew with `vendor.sh --renew`.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
version=3.1.4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
npm pack --silent "zxing-wasm@$version" >name
tar xzf "$(cat name)" --strip-components 1

to=$here/vendor/zxing-wasm
mkdir -p "$to/es/reader"
cp dist/es/share.js "$to/es/"
cp dist/es/reader/index.js "$to/es/reader/"
cp dist/reader/zxing_reader.wasm LICENSE "$to/"
find "$to" -type f -exec chmod 644 {} +

cd "$here/vendor"
if [ "${1:-}" = --renew ]; then
    sha256sum zxing-wasm/LICENSE zxing-wasm/zxing_reader.wasm zxing-wasm/es/share.js zxing-wasm/es/reader/index.js >SHA256SUMS
fi
sha256sum --quiet --check SHA256SUMS
