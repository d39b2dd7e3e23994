// One message on the screen: who says it, in which language, and all that hangs on it.
import { card } from "./card.js";
import { button, empty, make, paragraphs } from "./dom.js";
import { choices, contactList, sourceList } from "./parts.js";
import { tools } from "./tools.js";
import { french, words } from "./words.js";

const LANGUAGES = ["fr", "en"];

/** Make the article of an item; it can take the focus, so that reading goes on from there. */
export function article(item, chat) {
  return fill(make("article", { tabindex: "-1" }), item, chat);
}

/** Show the item in its article, again when it changed. */
export function fill(place, item, chat) {
  const { message, state } = item;
  const shown = LANGUAGES.includes(message.language) ? message : { ...message, language: chat.language };
  place.className = ["message", message.author, shown.kind, state].filter(Boolean).join(" ");
  const swap = (other) => {
    show(place, other, chat, swap);
    place.querySelector(".see").focus();
  };
  // One's own words that stand there already are not put in anew: they would be read aloud again.
  const own = shown.author === "user" && `${shown.language} ${shown.text}`;
  const row = place.querySelector(".condition");
  if (row) row.remove();
  if (!own || own !== place.own) show(empty(place), shown, chat, swap);
  place.own = own;
  if (state !== "said") place.append(pending(item, chat));
  return place;
}

function show(place, message, chat, swap) {
  const old = place.querySelector(".said");
  const set = message.language === "fr" && message.author !== "user" ? french(message) : message;
  const body = make("div", { class: "said", lang: message.language }, ...content(set, chat, place));
  if (old) old.replaceWith(body);
  else place.append(body);
  const row = place.querySelector(".tools");
  if (row) row.remove();
  if (message.author !== "user" && message.seq != null) place.append(tools(message, chat, swap));
}

function content(message, chat, place) {
  const { language } = message;
  const has = (name) => message[name] && message[name].length > 0;
  const press = (one) => chat.press(one, place);
  return [
    heading(message, chat),
    make("div", { class: "bubble" }, ...paragraphs(message.text || ""), message.eligibility && card(message.eligibility, language, chat.level + 2),
      has("contacts") && contactList(message.contacts, language), has("sources") && sourceList(message.sources, language)),
    has("buttons") && choices(message, press),
  ];
}

// Who speaks is a heading, to go from message to message by; seen where it matters.
function heading(message, chat) {
  const t = words[message.language];
  const safety = message.kind === "safety" && message.author !== "user";
  const who = safety ? t.safety : { user: t.you, staff: t.staff }[message.author] || (message.kind === "notice" ? t.notice : t.assistant);
  const seen = safety || message.author === "staff";
  return make(`h${chat.level + 1}`, { class: seen ? "who" : "who unseen" }, who);
}

// One's own message that is not on the server yet, or has no answer yet.
function pending({ key, state, error }, chat) {
  const t = chat.words;
  const row = make("div", { class: "condition", "aria-live": state !== "unsent" && "off" });
  if (state !== "unsent") {
    row.textContent = state === "waiting" ? t.waiting : t.sending;
    return row;
  }
  const why = error && error.message ? `${t.unsent} – ${error.message}` : t.unsent;
  const gone = (act) => () => {
    act();
    chat.focusField();
  };
  row.append(
    make("span", { class: "why" }, why),
    button({ class: "quiet", click: gone(() => chat.talk.retry(key)) }, t.retry),
    button({ class: "quiet", click: gone(() => chat.talk.drop(key)) }, t.drop),
  );
  return row;
}
