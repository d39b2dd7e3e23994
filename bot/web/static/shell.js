// The frame around the conversation: header, banners, foot. Words are filled in by `say`.
import { button, icon, make } from "./dom.js";
import { operator, trial } from "/static/service.js";

/** The header; the way out comes first, for the eye and for the keyboard. */
export function header(chat) {
  const exit = button({ class: "exit", "data-say": "leave", click: () => chat.leave() });
  const title = make(`h${chat.level}`, { id: "title", "data-say": "title" });
  const by = make("p", { class: "by" });
  const other = button({ class: "other", "data-say": "other", click: () => chat.speak(chat.language === "fr" ? "en" : "fr") });
  const menu = button({ class: "square", "data-name": "menu", "aria-expanded": "false", "aria-haspopup": "dialog" }, icon("more"));
  const shut = chat.mode === "float" && button({ class: "square", "data-name": "close", click: () => chat.show(false) }, icon("close"));
  const element = make(
    "header",
    {},
    make("div", { class: "name" }, title, by, trial && make("p", { class: "trial", "data-say": "trial" })),
    make("div", { class: "ways" }, exit, other, menu, shut),
  );
  const relabel = () => {
    by.textContent = chat.words.by(operator);
    other.lang = chat.language === "fr" ? "en" : "fr";
  };
  return { element, menu, relabel };
}

/** The foot: what is going on, and where one writes. */
export function foot(chat) {
  const line = make("p", { class: "typing", role: "status" });
  const told = make("p", { class: "unseen", role: "status" });
  const banner = make("p", { class: "banner", role: "status", hidden: true });
  chat.composer.over.append(line);
  const element = make("section", { class: "foot", "data-name": "label" }, chat.idle.element, banner, told, chat.composer.element);
  const relabel = () => {
    const { typing, connected } = chat.talk;
    const words = typing ? chat.words.typing : "";
    if (line.textContent !== words) line.textContent = words;
    line.classList.toggle("on", typing);
    banner.hidden = connected;
    const lost = connected ? "" : chat.words.offline;
    if (banner.textContent !== lost) banner.textContent = lost;
  };
  return { element, told, relabel };
}

/** The button that opens the chat on a host page. */
export function launcher(chat) {
  return button({ class: "launcher", "aria-expanded": "false", click: () => chat.show(true) }, icon("talk"), make("span", { "data-say": "open" }));
}
