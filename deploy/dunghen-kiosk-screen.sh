#!/bin/sh
# Shows the kiosk's touch page on this machine's screen, full screen. When the kiosk program is not there
# yet, the browser tries again by itself.
#
#   dunghen-kiosk-screen.sh
#   dunghen-kiosk-screen.sh http://127.0.0.1:8002/
#
# The browser may be named in DUNGHEN_BROWSER.
set -eu

url=${1:-http://127.0.0.1:8001/}
case $url in
    http://127.0.0.1:* | http://localhost:*) ;;
    *)
        echo "The kiosk's page is served on its own machine, e.g. $0 http://127.0.0.1:8001/" >&2
        exit 2
        ;;
esac

browser=${DUNGHEN_BROWSER:-}
for name in chromium chromium-browser google-chrome; do
    [ -n "$browser" ] || browser=$(command -v "$name" || true)
done
if [ -z "$browser" ]; then
    echo "No Chromium found. Install it (apt-get install chromium) or name it in DUNGHEN_BROWSER." >&2
    exit 1
fi

command -v espeak-ng >/dev/null ||
    echo "Recommended: apt-get install espeak-ng, so that names of services are spoken to who does not see." >&2

# A kiosk never sleeps. (Wayland desktops have a setting of their own for it.)
if [ -n "${DISPLAY:-}" ] && command -v xset >/dev/null; then
    xset s off s noblank -dpms || echo "The screen saver could not be turned off." >&2
fi

# A profile of its own, and nothing a finger could do but press: no zoom, no swipe, no menu.
profile=${XDG_STATE_HOME:-$HOME/.local/state}/dunghen-kiosk-screen
mkdir -p "$profile"

exec "$browser" \
    --kiosk \
    --user-data-dir="$profile" \
    --touch-events=enabled \
    --disable-pinch \
    --overscroll-history-navigation=0 \
    --enable-auto-reload \
    --no-first-run \
    --no-default-browser-check \
    --noerrdialogs \
    --hide-crash-restore-bubble \
    --disable-features=Translate \
    --password-store=basic \
    --check-for-update-interval=31536000 \
    "$url"
