/** Prints the codes of the refusals that the page has words for. */

import { REFUSALS } from "../../counter/page/shared/refusals.js";

console.log(JSON.stringify(Object.keys(REFUSALS)));
