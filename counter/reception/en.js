/** The reception page in English. `{…}` are filled in; keys are the same in every language. */

export default {
  page_title: "Reception · Đúng Hẹn", reception: "Reception", sign_in_title: "Sign in at reception",
  wrong_role: "This page is for receptionists and supervisors. Please sign in with another account.",
  lost_banner: "The connection to the server is lost; reconnecting. The buttons are locked.",
  back: "Back", escape: "Esc", no_bookings: "This office takes no bookings yet. Numbers can be given all the same.",

  // The field that finds.
  find: "Scan a QR, or type a code, phone, name or ticket number", find_placeholder: "For example: 7K3M-92QX · 0912 345 678 · Nguyễn",
  find_hint: "Type or scan at any time, without a click into the field.", find_none: "Nothing found for “{q}”.",
  find_none_hint: "Check the code in their message, or look for the phone number. Without a booking, give a walk-in number.",
  found_many: "{n} found: choose with the arrow keys", card_title: "ID card read",
  card_hint: "Recognises today's booking; nothing of the card is kept.", looking: "Looking…",
  issue: "Give a walk-in number", book: "Book for somebody",

  // How a booking stands.
  is_expected: "Expected", is_overdue: "Not here yet", is_waiting: "Waiting", is_waiting_late: "Came late, waiting", is_at_counter: "At a counter",
  is_served: "Served", is_ended: "Ended", is_missed: "No-show", is_cancelled: "Cancelled",
  today: "Today", slot_of: "{come}/{of} here", at_counter: "counter {n}", nobody_named: "No name given", from_ticket: "Put off from number {number}",
  claims_category: "Claims priority", note: "Note:", dossier: "Dossier", phone: "phone {phone}",

  // Steps.
  check_in: "Check in", walk_in: "Take a number now", move: "Move…", cancel: "Cancel booking…", undo: "Undo check-in…", later: "Put off until later…",
  walk_in_hint: "Stands in line as a walk-in, whatever the slot says.",
  cancel_ask: "Cancel booking {code}?", cancel_hint: "The place is free again at once; code and QR stop working.", cancel_do: "Cancel the booking", keep: "Keep it",
  undo_ask: "Undo the check-in of {number}?", undo_hint: "The number leaves the line, and the booking stands as if nobody had come.", undo_do: "Undo check-in",
  move_title: "Move booking {code}", later_title: "Put number {number} off until later", later_hint: "The number ends here; they go home and come back at the booked time.",
  done_cancel: "Booking {code} is cancelled.", done_undo: "Check-in of {number} undone; booking {code} stands.", done_move: "Booking {code} has been moved.",

  // A time.
  choose_time: "Choose a time", free_places: "{n} free", usual_walk_ins: "usually {n} walk-ins", no_times: "Nothing can be booked on this day.",

  // Taking a number.
  issue_title: "Give a walk-in number", service: "Service", waiting_n: "{n} waiting", category: "Priority category", category_none: "No priority category",
  issue_do: "Give the number", issue_hint: "Type the letter of the service, then Enter.", service_paused: "Paused: {reason}",

  // Booking for somebody.
  book_title: "Book for somebody", name: "Name (optional)", phone_field: "Phone (optional)", dossier_field: "Dossier code (optional)",
  note_field: "Note to the counter (optional)",
  consent: "They have heard and agree: what they say is used for this booking alone and deleted after 30 days.",
  consent_needed: "A name, phone, dossier or note needs their consent.", book_do: "Book {time}", book_do_none: "Choose a time first",
  wrong_phone: "This is no phone number.", wrong_dossier: "A dossier code has unaccented letters, digits and . / _ - only",

  // What came of it.
  has_number: "Their number", late_note: "Came long after the slot: stands in line as a walk-in.", print: "Print a slip", next_person: "Next person",
  booked_title: "Booked", booked_when: "{time}, {day}", code_is: "Booking code", people_ahead: "{n} people ahead", goes_to: "Counter {counters}", taken_at: "Number taken at {time}",

  // The day.
  day_title: "Bookings", days: "Day", n_booked: "booked", n_arrived: "arrived", n_missed: "no-shows", n_cancelled: "cancelled", n_punctual: "called in time",
  punctual_of: "within 10 minutes of the slot, of {n} called so far", day_empty: "No bookings on this day yet.", day_empty_hint: "New ones appear here as soon as somebody books.",
  missed_share: "missed", lead: "ahead", hours: "{n} h", days_n: "{n} days", now: "Now",
};
