/**
 * The shapes of the contract that this page reads, for editors and readers; it holds no code.
 *
 * @typedef {Record<string, string>} Names a text by language
 *
 * @typedef {object} Ticket
 * @property {number} id
 * @property {number} leg
 * @property {string} number
 * @property {string} service
 * @property {Names} service_names
 * @property {string} state
 * @property {number} version
 * @property {string} issued_at
 * @property {string} arrived_at
 * @property {string|null} called_at
 * @property {string|null} started_at
 * @property {string|null} held_at
 * @property {string|null} slot
 * @property {string|null} due
 * @property {number} persons
 * @property {string} language
 * @property {string[]} dossiers
 * @property {string} note
 * @property {number|null} waited_s
 * @property {{start: string, late: boolean, name: string|null, note: string, wrote: boolean, dossier: string|null}} [booking]
 *
 * @typedef {object} Place
 * @property {number} number
 * @property {Names} names
 * @property {"open"|"paused"|"closed"} state
 * @property {string|null} staff_name
 * @property {string[]} services
 *
 * @typedef {object} CounterView
 * @property {string} office
 * @property {Names} office_names
 * @property {string} time_zone
 * @property {number} counter
 * @property {Names} names
 * @property {string} at
 * @property {number} rate
 * @property {number} seq
 * @property {"open"|"paused"|"closed"} state
 * @property {string|null} reason
 * @property {string|null} staff_name
 * @property {string[]} services
 * @property {Record<string, Names>} service_names
 * @property {Ticket|null} ticket
 * @property {Ticket[]} on_hold
 * @property {Ticket[]} line
 * @property {Ticket[]} recent_no_shows
 * @property {Place[]} places
 * @property {{served: number, mean_counter_time_s: number|null, dossiers: number, mean_wait_s: number|null}} today
 * @property {{code: string, text: Names, since: string}[]} alerts
 *
 * @typedef {object} Action
 * @property {string} id
 * @property {string} key
 * @property {"primary"|"second"|"plain"|"quiet"} rank
 */

export {};
