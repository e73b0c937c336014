/** The report page's texts: its own, the desk's and the common ones. */

import { deskCatalogue } from "/page/desk.js";
import { EN } from "./texts/en.js";
import { VI } from "./texts/vi.js";

export const CATALOGUE = deskCatalogue({ vi: VI, en: EN });
