/**
 * The shapes of the contract that this page reads, for editors and readers; it holds no code.
 *
 * @typedef {Record<string, string>} Names a text by language
 *
 * @typedef {object} Booked
 * @property {number} id
 * @property {string} code
 * @property {string} state
 * @property {string} service
 * @property {Names} service_names
 * @property {string} start
 * @property {string} end
 * @property {boolean} late
 * @property {string|null} arrived_at
 * @property {string|null} number
 * @property {number|null} ticket
 * @property {string|null} ticket_state
 * @property {number|null} counter
 * @property {string|null} name
 * @property {string|null} phone
 * @property {string|null} dossier
 * @property {string} note
 * @property {boolean} category
 * @property {string|null} from_ticket
 *
 * @typedef {object} Ticket
 * @property {number} id
 * @property {number} version
 * @property {string} number
 * @property {string} service
 * @property {Names} service_names
 * @property {string} issued_at
 * @property {string|null} [slot]
 * @property {boolean} [late]
 *
 * @typedef {object} BookedDay
 * @property {string} day
 * @property {string} at
 * @property {number} booked
 * @property {number} arrived
 * @property {number} late
 * @property {number} missed
 * @property {number} cancelled
 * @property {number} called
 * @property {number|null} punctual_share
 * @property {number|null} missed_share
 * @property {number|null} lead_s
 * @property {Booked[]} appointments
 * @property {Booked[]} other_days
 * @property {Ticket[]} tickets
 *
 * @typedef {{start: string, end: string, free: number, walk_ins: number|null}} FreeSlot
 * @typedef {{code: string, letter: string|null, names: Names, waiting: number, unavailable: {reason: string}|null}} Service
 * @typedef {{code: string, names: Names}} Category
 */

export {};
