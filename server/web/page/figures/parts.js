/** The parts of a report, in their order; clerks see those that are about themselves. */

import { answer } from "./answer.js";
import { busy } from "./busy.js";
import { comparison } from "./comparison.js";
import { days } from "./days.js";
import { gantt } from "./gantt.js";
import { groups } from "./groups.js";
import { heat } from "./heat.js";
import { kept } from "./kept.js";
import { produced } from "./produced.js";
import { promised } from "./promised.js";
import { quality } from "./quality.js";
import { spread } from "./spread.js";

/** @param {import("./report.js").View} view @returns {import("./card.js").Part<any>[]} */
export function partsOf(view) {
  const own = [answer, comparison, days, spread, heat, groups];
  return view.session.role === "clerk" ? own : [...own, gantt, kept, busy, produced, promised, quality];
}
