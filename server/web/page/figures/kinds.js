/**
 * The shapes of the contract that this page reads, for editors and readers; it holds no code.
 *
 * @typedef {Record<string, string>} Names a text by language
 *
 * @typedef {object} Row the waits of one key; durations in seconds, null where there is nothing to tell
 * @property {string} key
 * @property {Names|null} [names]
 * @property {number} n
 * @property {number} [days]
 * @property {number|null} [mean_s]
 * @property {number|null} [median_s]
 * @property {number|null} [p90_s]
 * @property {number|null} [p95_s]
 * @property {number|null} [max_s]
 * @property {number|null} [share_within_goal]
 * @property {number|null} [share_over_30min]
 * @property {number|null} [visit_mean_s]
 * @property {number} [visits]
 * @property {number|null} [no_show_share]
 * @property {boolean|null} [reached]
 * @property {number|null} [low_s]
 * @property {number|null} [high_s]
 * @property {string|null} [verdict]
 * @property {boolean} suppressed
 * @property {number} closed_by_system
 * @property {number} inferred_starts
 * @property {number} service_too_short
 * @property {number} service_too_long
 * @property {Estimates} estimates
 *
 * @typedef {object} Estimates what citizens were told, beside what they then waited
 * @property {number} n
 * @property {number|null} mae_s
 * @property {number|null} bias_s
 * @property {number|null} share_inside
 * @property {number|null} share_later
 *
 * @typedef {object} Devices null where nothing was told
 * @property {number|null} offline_s
 * @property {number|null} clock_drift_s
 * @property {{device: string, role: string, offline_s: number|null, clock_drift_s: number|null}[]} devices
 *
 * @typedef {object} Waits
 * @property {number} goal_s
 * @property {string} from
 * @property {string} to
 * @property {Record<string, string>} only
 * @property {Row} total
 * @property {Row[]} rows
 * @property {string} quantiles
 * @property {number} pending_events
 *
 * @typedef {object} TicketFact
 * @property {string} day
 * @property {string} number
 * @property {number} leg
 * @property {string} service
 * @property {number|null} counter
 * @property {string|null} clerk
 * @property {string} channel
 * @property {string} outcome
 * @property {string} arrived_at
 * @property {string|null} slot
 * @property {string} waits_from
 * @property {string|null} called_at
 * @property {string|null} started_at
 * @property {string} ended_at
 * @property {boolean} counted
 * @property {number} waited_s
 * @property {number|null} way_s
 * @property {number|null} counter_time_s
 *
 * @typedef {object} CounterSpan
 * @property {number} counter
 * @property {string} state
 * @property {string|null} clerk
 * @property {string|null} reason
 * @property {string} began_at
 * @property {string|null} ended_at
 *
 * @typedef {object} CounterDay
 * @property {string} day
 * @property {string} time_zone
 * @property {string} at
 * @property {number} goal_s
 * @property {CounterSpan[]} spans
 * @property {TicketFact[]} tickets
 *
 * @typedef {object} Booked the bookings of a day
 * @property {string} key
 * @property {number} booked
 * @property {number} arrived
 * @property {number} missed
 * @property {number} cancelled
 * @property {number} called
 * @property {number} punctual
 * @property {number|null} punctual_share
 * @property {number|null} missed_share
 * @property {number|null} lead_s
 *
 * @typedef {object} CounterUse
 * @property {number} counter
 * @property {number} open_s
 * @property {number} paused_s
 * @property {number} serving_s
 * @property {number} way_s
 * @property {number} served
 * @property {number|null} occupancy
 * @property {number|null} per_open_hour
 *
 * @typedef {object} Office
 * @property {string} code
 * @property {Names} names
 * @property {string} time_zone
 * @property {string} at
 * @property {number} goal_s
 * @property {Service[]} services
 * @property {{code: string, names: Names}[]} categories
 *
 * @typedef {object} Service
 * @property {string} code
 * @property {Names} names
 * @property {Service[]} [services]
 */

export {};
