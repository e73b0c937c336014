#!/bin/sh
# Shows the board of an office on this machine's screen, full screen and with sound.
#
#   dunghen-display.sh http://SERVER:8000/display/OFFICE
#   dunghen-display.sh 'http://SERVER:8000/display/OFFICE?counters=1-8&lang=vi'
#
# The address may also stand in DUNGHEN_DISPLAY_URL; the browser in DUNGHEN_BROWSER.
set -eu

url=${1:-${DUNGHEN_DISPLAY_URL:-}}
case $url in
    http://*/display/* | https://*/display/*) ;;
    *)
        echo "Give the address of the board, e.g. $0 http://192.168.1.10:8000/display/ttpvhcc" >&2
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

# A screen in a hall never sleeps. (Wayland desktops have a setting of their own for it.)
if [ -n "${DISPLAY:-}" ] && command -v xset >/dev/null; then
    xset s off s noblank -dpms || echo "The screen saver could not be turned off." >&2
fi

# A profile of its own: whatever another browser window does, the board keeps its sound.
profile=${XDG_STATE_HOME:-$HOME/.local/state}/dunghen-display
mkdir -p "$profile"

exec "$browser" \
    --kiosk \
    --user-data-dir="$profile" \
    --autoplay-policy=no-user-gesture-required \
    --no-first-run \
    --no-default-browser-check \
    --noerrdialogs \
    --hide-crash-restore-bubble \
    --disable-features=Translate \
    --disable-background-timer-throttling \
    --disable-backgrounding-occluded-windows \
    --disable-renderer-backgrounding \
    --disable-pinch \
    --overscroll-history-navigation=0 \
    --password-store=basic \
    --check-for-update-interval=31536000 \
    "$url"
