/** Joins the report page: sign in, then the figures of one office; clerks see their own. */

import { DeskPage } from "/page/desk.js";
import { dayAt } from "./numbers.js";
import { path } from "./paths.js";
import { Report } from "./report.js";
import { CATALOGUE } from "./texts.js";

class FiguresPage extends DeskPage {
  begin() {
    if (this.session.role === "clerk") return this.work();
    return super.begin();
  }

  async work() {
    const place = await this.ask("");
    const today = dayAt(place.at, place.time_zone);
    const own = await this.seesOnlyOwn(today);
    const again = () => {
      const { api, texts, session, office, switchLanguage, signedOut, signOut } = this;
      const refused = () => this.sayInTheMiddle(texts.refusal("not_allowed"));
      this.show(new Report({ api, texts, session, office, place, today, own, switchLanguage, signedOut, signOut, refused }));
    };
    this.again = again;
    again();
  }

  /** Clerks do, unless their office lets them see colleagues: the server tells by how it narrows what they ask. @param {string} today */
  async seesOnlyOwn(today) {
    if (this.session.role !== "clerk") return false;
    const { only } = await this.api.get(path("waits", { office: this.office, from: today, to: today, by: "all" }));
    return only.clerk === this.session.username;
  }
}

void new FiguresPage(CATALOGUE).start();
