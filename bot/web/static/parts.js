// What hangs on an answer: its sources, its contacts, and the next steps as buttons.
import { button, icon, make } from "./dom.js";
import { dated, words } from "./words.js";

const WEB = /^https?:\/\//;
const SITE = /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[\w./-]*)?$/i;

/** A link to another site, in another tab; only web addresses become one. */
function outside(url, text, language) {
  return make(
    "a",
    { href: url, target: "_blank", rel: "noopener noreferrer" },
    text, make("span", { class: "unseen" }, ` ${words[language].tab}`),
  );
}

/** The sources, closed at first: title, date or "undated". */
export function sourceList(sources, language) {
  const t = words[language];
  const rows = sources.map((source) => {
    const title = source.title || source.id || "";
    const named = WEB.test(source.url || "") ? outside(source.url, title, language) : title;
    const date = source.published ? dated(source.published, language) : source.note || t.undated;
    return make("li", { dir: "auto" }, named, ` – ${date}`);
  });
  const summary = make("summary", {}, `${t.sources} (${sources.length})`);
  return make("details", { class: "sources" }, summary, make("ul", {}, ...rows));
}

function address({ kind, value, current }, language) {
  if (!current) return null;
  if (kind === "phone") return make("a", { href: `tel:${value.replace(/[^+\d]/g, "")}` }, value.replace(/ /g, "\u00a0"));
  if (kind === "email") return make("a", { href: `mailto:${value}` }, value);
  if (kind === "web" && WEB.test(value)) return outside(value, value, language);
  return kind === "web" && SITE.test(value) ? outside(`https://${value}`, value, language) : make("span", {}, value);
}

/** The contacts; what is no longer good is told as such, and is no link. */
export function contactList(contacts, language) {
  const t = words[language];
  const rows = contacts.map((contact) => {
    const fr = language === "fr";
    const more = [contact.current ? null : t.old, contact.hours, contact.cost].filter(Boolean);
    return make(
      "li",
      { dir: "auto" },
      make("span", {}, contact.label + (fr ? "\u00a0: " : ": ")),
      address(contact, language) || make("span", {}, contact.value),
      more.length > 0 && make("span", { class: "soft" }, `(${more.join(fr ? "\u00a0; " : "; ")})`),
    );
  });
  return make("ul", { class: "contacts", "aria-label": t.contacts }, ...rows);
}

// A language is named in itself.
const NAMED = { Français: "fr", English: "en" };

/** The next steps, the menu, or "did you mean": each sends what the server offered. */
export function choices(message, press) {
  const rows = message.buttons.map((one) =>
    make("li", {}, button({ class: "choice", dir: "auto", lang: NAMED[one.label], click: () => press(one) }, one.label)),
  );
  return make("ul", { class: "choices", "aria-label": words[message.language].choices }, ...rows);
}

/** A quiet button under an answer: a drawing, or a word. */
export function quiet(words, drawn, attributes) {
  if (!drawn) return button({ class: "quiet", ...attributes }, words);
  return button({ class: "quiet drawn", title: words, ...attributes }, icon(drawn), make("span", { class: "unseen" }, words));
}
