/** Every text of the counter's page. */

import { catalogueOf } from "./shared/texts.js";
import en from "./texts/en.js";
import vi from "./texts/vi.js";

export const CATALOGUE = catalogueOf({ vi, en });
