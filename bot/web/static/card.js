// The outcome of a check as a card: open or ended first, then each condition with a mark and words.
import { make } from "./dom.js";
import { sourceList } from "./parts.js";
import { words } from "./words.js";

const MARKS = { met: "✓", not_met: "✗", unknown: "?" };

function condition(one, language) {
  const t = words[language];
  const result = one.result in MARKS ? one.result : "unknown";
  return make(
    "li",
    { class: result },
    make("span", { class: "mark", "aria-hidden": "true" }, MARKS[result]),
    make(
      "div",
      {},
      make("p", { dir: "auto" }, make("strong", {}, one.label), make("span", { class: "result" }, ` – ${t[result]}`)),
      one.why && make("p", { class: "why", dir: "auto" }, one.why),
      one.sources && one.sources.length > 0 && sourceList(one.sources, language),
    ),
  );
}

/** The card of an assessment; `level` is the heading level below its message's own. */
export function card(assessment, language, level) {
  const t = words[language];
  const open = assessment.programme_open;
  const criteria = assessment.criteria || [];
  const missing = (assessment.missing || []).length > 0;
  const left = criteria.filter((one) => missing && one.result === "unknown").map((one) => one.label);
  return make(
    "section",
    { class: `card ${assessment.verdict}` },
    make("p", { class: `status ${open}` }, t[`open_${open}`] || t.open_null),
    make(`h${level}`, { class: "verdict" }, t[assessment.verdict] || t.cannot_tell),
    criteria.length > 0 && make("ul", { class: "conditions", "aria-label": t.card }, ...criteria.map((one) => condition(one, language))),
    left.length > 0 && make("p", { class: "left", dir: "auto" }, make("strong", {}, `${t.missing}${language === "fr" ? "\u00a0" : ""}: `), `${left.join(", ")}.`),
    assessment.note && make("p", { class: "note", dir: "auto" }, assessment.note),
    make("p", { class: "soft" }, t.decides),
  );
}
