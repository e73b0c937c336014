/** Joins the reception page: sign in, then one screen for everything. */

import { Page } from "/counter-page/shared/page.js";
import { Screen } from "./screen.js";
import { CATALOGUE } from "./texts.js";

const ROLES = new Set(["receptionist", "supervisor"]);

class ReceptionPage extends Page {
  async begin() {
    if (!ROLES.has(this.session.role)) return this.sayInTheMiddle(this.texts.say("wrong_role"));
    const place = await this.ask("");
    const again = () => {
      const { api, texts, session, office, switchLanguage, signedOut, signOut } = this;
      this.show(new Screen({ api, texts, session, office, place, switchLanguage, signedOut, signOut }));
    };
    this.again = again;
    again();
  }
}

void new ReceptionPage(CATALOGUE).start();
