/** The texts of the live hall, in both languages. */

import { deskCatalogue } from "../desk.js";
import { EN } from "./en.js";
import { VI } from "./vi.js";

export const CATALOGUE = deskCatalogue({ vi: VI, en: EN });
