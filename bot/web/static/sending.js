// Sends what the person wrote: in order, one at a time until it is stored, each once by its name.
import { Queue } from "./queue.js";
import { pause } from "./stream.js";

// ms for which the server keeps trying to answer.
const KEEPS_TRYING = 600000;
// Tries for what follows a text that has not arrived.
const TRIES = 15;
// Tries when the server says that it is broken.
const BROKEN = 3;

export class Outbox extends Queue {
  wake() {
    this.nap.wake();
    this.pump();
  }

  async pump() {
    if (this.running) return;
    this.running = true;
    const next = () => this.all((one) => !one.stored && !one.stuck && !this.talk._stopped)[0];
    for (let entry = next(); entry; entry = next()) {
      const wait = await this.shelf.alone(entry.id, () => this.attempt(entry));
      this.talk._show();
      if (wait) await this.nap.sleep(wait);
    }
    this.running = false;
  }

  /** Post once; return ms until the next try. Goes on as soon as the text is stored. */
  async attempt(entry) {
    // Another tab may have sent it.
    if (this.talk.kept && !this.shelf.unsent().some((one) => one.id === entry.id)) await this.talk._catchUp().catch(() => null);
    if (!this.has(entry.id) || entry.stored) return 0;
    if (entry.follows === undefined) entry.follows = this.last;
    return Promise.race([this.post(entry), entry.whenStored]);
  }

  /** Ask for the answer to what is stored: what is posted again is answered, not said again. */
  later(entry, wait) {
    if (!this.has(entry.id)) return;
    if (Date.now() - entry.at > KEEPS_TRYING) this.settle(entry.id);
    else setTimeout(() => this.has(entry.id) && this.post(entry), wait);
  }

  async post(entry) {
    const { talk } = this;
    const { id, body, follows } = entry;
    entry.flying = entry.flown = true;
    talk._show();
    let wait = 0;
    try {
      if (!talk._here) await talk._open();
      if (talk._untold) await talk._tellLanguage();
      const era = talk._era;
      const whole = { ...body, client_message_id: id };
      if (follows) whole.follows = follows;
      const answer = await talk._ask("/messages", "POST", whole);
      if (answer.erased) talk._erased(answer.messages, era);
      else wait = this.took(entry, answer);
    } catch (error) {
      if (this.has(id)) wait = await this.failed(entry, error);
    }
    entry.flying = false;
    if (entry.stored) this.later(entry, wait);
    talk._show();
    return entry.stored ? 0 : wait;
  }

  took(entry, { status, messages }) {
    const { talk, items } = this;
    this.stored(entry.id);
    if (status === 202) return Math.max(2000, pause(Math.min((entry.tries += 1), 3)));
    this.settle(entry.id);
    items.before(entry.id, messages);
    talk._take(messages);
    const reply = messages[0];
    if (reply && talk._stream) talk._stream.expect(() => items.last >= reply.seq);
    return 0;
  }

  /** The server has it: it is unsent no more, and the next may go. */
  stored(id) {
    const entry = this.entries.get(id);
    if (!entry || entry.stored) return;
    entry.stored = true;
    entry.tries = 0;
    this.last = id;
    this.shelf.drop(id);
    entry.done();
    this.items.change(id, { state: "waiting", error: null });
    // Another tab sent it, or this one before a reload.
    if (!entry.flown) this.settle(id);
    else if (!entry.flying) this.later(entry, 2000);
  }

  /** It is answered. */
  settle(id) {
    this.entries.delete(id);
    this.items.change(id, { state: "said" });
    this.items.settle(id);
  }

  /** A reply came by itself: if one text waits only, it is that one's. */
  replied(seq) {
    const [one, another] = this.all((entry) => entry.stored);
    if (one && !another && this.items.get(one.id).place < seq) this.settle(one.id);
  }

  /** Return ms until the next try. */
  async failed(entry, error) {
    const { talk } = this;
    const { status, code, token } = error;
    const dead = token && (status === 401 || status === 404);
    if (entry.stored) {
      if (dead) talk._dead(token);
      return pause((entry.tries += 1));
    }
    if (code === "earlier_missing") {
      // Whatever became of the one before: in the end this one goes without it.
      if ((entry.again += 1) >= TRIES) entry.follows = null;
      return 2000;
    }
    if (dead) await talk._renew(token);
    else if (code === "button_unknown" && entry.body.button) entry.body = { text: entry.label };
    else if (code !== "over") return this.unsent(entry, error);
    return 1;
  }

  unsent(entry, { status, code, message, messages, after }) {
    const { id } = entry;
    const passes = !status || status === 408 || status === 429 || status >= 500;
    const error = { code, message, auto: passes && (code !== "broken" || (entry.again += 1) < BROKEN) };
    this.items.change(id, { state: "unsent", error });
    this.items.under(id, messages, "help");
    if (error.auto) return after * 1000 || pause(entry.tries++);
    entry.stuck = error;
    this.shelf.put({ ...entry.saved, stuck: error });
    return 0;
  }
}
