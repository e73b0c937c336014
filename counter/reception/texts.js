/** Every text of the reception page. */

import { catalogueOf } from "/counter-page/shared/texts.js";
import en from "./en.js";
import vi from "./vi.js";

export const CATALOGUE = catalogueOf({ vi, en });
