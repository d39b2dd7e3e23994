// Tells who embeds the chat, in their console, why it stays silent on their site.
import { ROOT } from "./course.js";

/** Say once that our files come but our answers do not: this site is not on the operator's list. */
export async function explain(base) {
  const comes = (path) => fetch(base + path, { cache: "no-store", credentials: "omit" }).then(() => true, () => false);
  if (base === location.origin || (await comes(ROOT)) || !(await comes("/static/service.js"))) return;
  console.error(`iom-chat: ${base} takes no calls from ${location.origin}; its operator has to add this origin to ALLOWED_ORIGINS (docs/embed.md).`);
}
