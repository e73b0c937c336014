/** Joins the page of the live hall: sign in, then the hall of the office in the address. */

import { DeskPage, officeIn, places } from "../desk.js";
import { Hall } from "./hall.js";
import { CATALOGUE } from "./texts.js";

class HallPage extends DeskPage {
  async work() {
    if (!officeIn(location.pathname)) return location.replace(places(this.office).today);
    const view = await this.ask("/hall");
    const again = () => {
      const { api, texts, office, switchLanguage, signedOut, signOut } = this;
      this.show(new Hall({ api, texts, office, view, before: this.hall, switchLanguage, signedOut, signOut }));
    };
    this.again = again;
    again();
  }

  /** @param {any} screen */
  show(screen) {
    this.hall = screen instanceof Hall ? screen : undefined;
    super.show(screen);
  }
}

void new HallPage(CATALOGUE).start();
