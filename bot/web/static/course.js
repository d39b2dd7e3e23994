// The course of a conversation: opened, resumed, followed, ended. Talk adds what a person may do.
import { Base, IDLE, ROOT } from "./base.js";
import { Stream, pause } from "./stream.js";

// ms for which, after a reload, an answer is still awaited.
const LATELY = 60000;

export class Course extends Base {
  /** Read the history, or open a conversation; try again until one is there. */
  async _begin(tries = 0) {
    const era = this._era;
    try {
      await (this._here ? this._resume() : this._open());
    } catch ({ code, status, token, after }) {
      if (token && (status === 401 || status === 404)) return this._renew(token);
      if (code === "over" && era !== this._era) return null;
      const again = () => this._here || era !== this._era || this._begin(tries + 1);
      if (!this._here) this._nap.sleep(after * 1000 || pause(tries)).then(again);
    }
    this._follow();
    this._show();
    return null;
  }

  async _resume() {
    const [{ messages }, about] = await Promise.all([this._ask("/messages"), this._ask("").catch(() => ({}))]);
    this._arrived(messages);
    if (about.language && !this._untold) this._set({ language: about.language });
    const last = this._items.list.filter((one) => one.message.seq).pop();
    if (!last || last.message.author !== "user" || Date.now() - Date.parse(last.message.at) > LATELY) return;
    this._items.change(last.key, { state: "waiting" });
    setTimeout(() => this._items.change(last.key, { state: "said" }) || this._show(), LATELY);
  }

  _open() {
    this._opening = this._opening || this._make().finally(() => (this._opening = null));
    return this._opening;
  }

  async _make() {
    const made = await this._call(ROOT, { method: "POST", body: { language: this._wished } });
    this._untold = false;
    this._adopt({ id: made.conversation_id, token: made.token, expires: Date.now() + IDLE });
    this._arrived(made.messages);
    this._follow();
  }

  _adopt(here) {
    this._here = here;
    this._shelf.write(here);
    this._set({ expired: false, kept: Boolean(here.kept) });
    this._clock();
  }

  /** Go on in another conversation; what is unsent goes into it. */
  _change(here) {
    this._era += 1;
    this._unfollow();
    this._here = null;
    this._outbox.renew();
    this._items.reset(this._items.list.filter((one) => this._outbox.has(one.key)));
    this._tell("cleared", { why: "new" });
    if (here) this._adopt(here);
    this._show();
    return this._begin();
  }

  /** The token is dead: take the conversation of another tab, or open one. */
  _renew(token) {
    if (!this._here || this._here.token !== token) return null;
    const other = this._shelf.read();
    if (other && other.token !== token) return this._change(other);
    const unsent = this._shelf.unsent();
    this._shelf.forget();
    unsent.forEach((one) => this._shelf.put(one));
    return this._change(null);
  }

  _dead(token) {
    if (this._here && this._here.token === token) this._clear("expired");
  }

  /** The last words of a conversation stay on the screen, unless one left it, or began anew. */
  _erased(messages, era) {
    if (era === this._era) this._clear("erased");
    if (this._why !== "erased" || this._here) return;
    messages.forEach((one, n) => this._items.add(`last-${n}`, { ...one, seq: null }, n / 100 - 1));
    this._show();
  }

  _clear(why) {
    this._era += 1;
    this._why = why;
    this._unfollow();
    this._outbox.empty();
    this._shelf.forget();
    this._here = null;
    this._clock();
    this._items.reset([]);
    this._tell("cleared", { why });
    this._set({ expired: why === "expired", kept: false, typing: false });
  }

  /** End when it is time. A timer alone would sleep with the machine, so this is asked often. */
  _clock() {
    clearTimeout(this._idle);
    if (!this._here) return;
    const left = this._here.expires - Date.now();
    if (left > 0) this._idle = setTimeout(() => this._clock(), left);
    else this._clear("expired");
  }

  _follow() {
    if (!this._here || this._stream) return;
    this._stream = new Stream(this);
    if (document.hidden) this._stream.unseen();
  }

  _events(signal) {
    const { id, token } = this._here;
    const headers = { Authorization: `Bearer ${token}`, "Last-Event-ID": this._items.last };
    return fetch(`${this._base}${ROOT}/${id}/events`, { headers, signal, cache: "no-store", credentials: "omit" });
  }

  _unfollow() {
    if (this._stream) this._stream.stop();
    this._stream = null;
  }

  async _catchUp() {
    try {
      this._arrived((await this._ask(`/messages?after=${this._items.last}`, "GET", undefined, true)).messages);
    } catch (error) {
      if (error.status === 401 || error.status === 404) this._dead(error.token);
      throw error;
    }
  }

  _told({ type, data }) {
    if (type === "erased") return this._clear("erased");
    const message = JSON.parse(data);
    const { seq, client_message_id: about } = message;
    if (seq) return this._arrived([message]);
    // That an answer is coming is no part of the history.
    if (this._outbox.has(about)) this._items.under(about, [message], "coming");
    this._show();
  }

  /** Messages came, and nothing is missing before them. */
  _arrived(messages) {
    this._take(messages);
    for (const { seq } of messages) this._items.last = Math.max(this._items.last, seq);
  }

  _take(messages) {
    const spoken = this._items.take(messages).filter((one) => one.author !== "user" && one.kind !== "notice").pop();
    if (spoken && !this._holds) this._set({ language: spoken.language });
    for (const { author, seq, client_message_id: name } of messages) {
      if (author === "user") this._outbox.stored(name);
      else this._outbox.replied(seq);
    }
    this._show();
  }
}
