/** Joins the report page: sign in, then the figures of one office; clerks see their own. */

import { DeskPage } from "/page/desk.js";
import { Report } from "./report.js";
import { CATALOGUE } from "./texts.js";

class FiguresPage extends DeskPage {
  begin() {
    if (this.session.role === "clerk") return this.work();
    return super.begin();
  }

  async work() {
    const place = await this.ask("");
    const again = () => {
      const { api, texts, session, office, switchLanguage, signedOut, signOut } = this;
      const refused = () => this.sayInTheMiddle(texts.refusal("not_allowed"));
      this.show(new Report({ api, texts, session, office, place, switchLanguage, signedOut, signOut, refused }));
    };
    this.again = again;
    again();
  }
}

void new FiguresPage(CATALOGUE).start();
