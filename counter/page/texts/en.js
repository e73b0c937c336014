/** The counter page in English. `{…}` are filled in; keys are the same in every language. */

export default {
  // Actions, as printed on the buttons.
  open: "Open the counter", reopen: "Open again", pause: "Pause", close: "Close counter",
  call_next: "Call next", call_other: "Call another…",
  start: "Start", recall: "Call again", no_show_next: "No-show, call next", no_show: "No-show",
  put_back: "Put back in line", put_back_short: "Put back",
  finish: "Finish", finish_next: "Finish and call next", hold: "Hold", transfer: "Transfer…",
  resume: "Resume", restore: "Restore", remove: "Remove…", cancel: "Cancel",
  forgotten_start: "Already served: finish",

  // Head of the page.
  page_title: "Counter · Đúng Hẹn", counter_n: "Counter {n}",
  other_counter: "Choose another counter",
  lost_banner: "The connection to the server is lost; reconnecting. This screen is from {time}; the buttons are locked.",
  alert_since: "since {time}", more_services: "+{n} services",
  state_open: "Open", state_paused: "Paused", state_closed: "Closed", state_not_open: "Not open",

  // Signing in and choosing a counter.
  sign_in_title: "Sign in at a counter",
  choose_title: "Choose your counter", choose_hint: "Arrow keys choose, F3 or Enter opens the counter.",
  choose_none: "This office has no counters yet. Please ask your administrator.",
  this_machine: "this machine's counter", open_counter_n: "Open counter {n}", continue_counter_n: "Go to counter {n}",
  serves: "Services at this counter",
  serves_none: "Choose at least one service.", taken_by: "Counter {n} was opened by {name}.",
  taken_by_somebody: "Counter {n} was opened by a colleague.", take_over: "Take over counter {n}",
  take_over_hint: "Only when your colleague forgot to close it. Whoever is being served there will be yours.",

  // The current citizen.
  waited_label: "waited", booked: "booked {time}", came: "came {time}", issued: "number taken {time}",
  persons: "{n} people", transferred_leg: "transferred here", in_language: "speaks {language}", note: "Note:",
  language_en: "English", language_other: "language {code}",
  since_called: "since the call", since_started: "being served", now_called: "Calling", now_serving: "Serving",
  idle_title: "Ready for the next citizen", idle_waiting: "{n} waiting for this counter",
  next_is: "Next", idle_empty: "Nobody is waiting for this counter", idle_empty_hint: "Whoever takes a number appears at the side at once.",
  paused_title: "The counter is paused", paused_reason: "Reason: {reason}", closed_title: "The counter is closed",
  closed_hint: "Open it to call numbers. Everybody keeps their place in the line.",

  // Dossiers.
  dossiers: "Dossier codes received (scan or type)", dossier_placeholder: "Dossier code, Enter to add", dossier_remove: "Remove {code}",
  dossier_unusual: "Please check: codes usually look like H21.65-220914-0011. It is recorded all the same.",
  dossier_letters: "Not added: a dossier code has unaccented letters, digits and . / _ - only",
  dossier_again: "This code is in the list already.", dossier_many: "One visit takes 50 dossier codes at most.",

  // Bookings.
  wrote: "Written when booking:", next_wrote: "Next, {number}, wrote:", wrote_mark: "wrote a note", came_late: "came late",
  dossier_booked: "Take the code given when booking: {code}", coming: "Coming bookings", coming_more: "and {n} more today",

  // Panels.
  transfer_to: "Where to", hold_title: "Hold {number}", hold_note: "Note (optional)", hold_placeholder: "For example: copying a paper",
  transfer_title: "Transfer {number}", transfer_find: "Find a service or counter",
  transfer_return: "Comes back to this counter afterwards", transfer_note: "Note for the next counter (optional)",
  transfer_nothing: "Nothing matches.", transfer_choose: "Choose the service or counter to transfer to.",
  transfer_do: "Transfer {number}", open_at: "open: counter {counters}", open_nowhere: "no counter is open",

  other_title_n: "Call {number} out of order", other_do: "Call {number}", other_finish_do: "Finish {current} and call {number}",
  remove_title: "Remove {number} from the line?", remove_hint: "They will not be called any more and need a new number.", remove_do: "Remove {number}",
  reason: "Reason", reason_needed: "Please give the reason.",
  why_call: ["Elderly or in poor health", "Had arranged it with this counter", "Back with the missing papers"],
  why_remove: ["Has gone home", "Took the wrong service", "Took several numbers"],
  pause_title: "Pause counter {n}", why_pause: ["Short break", "Meeting", "Fetching dossiers"],
  close_title: "Close counter {n}?", close_hint: "Still waiting for this counter: {n}.", close_hint_none: "Nobody is waiting for this counter.",
  close_held: "On hold here: {n}. They stay on hold when the counter closes.",

  // The line and what stands beside it.
  line: "Waiting for this counter", line_empty: "Nobody is waiting.", held: "On hold", no_shows: "Recent no-shows",
  slot: "booked {time}", left: "{n} min left", over: "{n} min over", held_for: "{n} min", held_now: "just now",
  call_this: "Call this one…",

  // Today's own figures.
  today: "My day", today_served: "citizens served", today_minutes: "minutes each",
  today_dossiers: "dossiers received", today_wait: "mean wait", goal_met: "within {n} min", goal_missed: "over {n} min",

  // What was just done.
  done_called: "{number} has been called.", done_recalled: "{number} has been called again.", done_finished: "{number} is finished.",
  done_no_show: "{number} is recorded as a no-show.", done_put_back: "{number} is back in the line.", done_put_back_later: "{number} is back in the line and can be called again in a few minutes.",
  done_held: "{number} is on hold.", done_transferred: "{number} has been transferred.", done_restored: "{number} is back in the line.",
  done_removed: "{number} is out of the line.", nobody_waits: "Nobody is waiting whom this counter can call.",
};
