#!/bin/sh
# Fetches the font of official reports into vendor/, at a pinned version: Tinos, which is as wide as the
# Times New Roman that Decree 30/2020/NĐ-CP asks for and has every Vietnamese letter.
# Needs npm, tar and sha256sum. The sums in vendor/SHA256SUMS are checked; after raising the version on
# purpose, write them anew with `vendor.sh --renew`.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
version=0.4.2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
npm pack --silent "@expo-google-fonts/tinos@$version" >name
tar xzf "$(cat name)" --strip-components 1

to=$here/vendor/tinos
mkdir -p "$to"
for style in 400Regular 400Regular_Italic 700Bold; do
    cp "$style/Tinos_$style.ttf" "$to/"
done
cp LICENSE_FONT "$to/LICENSE"
find "$to" -type f -exec chmod 644 {} +

cd "$here/vendor"
if [ "${1:-}" = --renew ]; then
    sha256sum tinos/* >SHA256SUMS
fi
sha256sum --quiet --check SHA256SUMS
