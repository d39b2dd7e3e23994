// One call of the HTTP contract. Every failure is an error with status, code and message.
const PATIENCE = 45000; // ms; the server itself waits 20 s for an answer

/** Pick one language out of the server's "français / English". */
export function inLanguage(text, language) {
  const parts = (text || "").split(" / ");
  if (parts.length !== 2) return text || null;
  const number = / \[\w+\]$/.exec(parts[1]); // by which a fault is found: for both
  return language === "fr" ? parts[0] + (number ? number[0] : "") : parts[1];
}

export function failure(status, code, message = null, more = {}) {
  return Object.assign(new Error(message || code), { status, code, message, ...more });
}

/** Return the answer's JSON with its `status`; throw a failure, with status 0 when nobody of ours answered. */
export async function call(url, { method = "GET", body, token, language }) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  const headers = {};
  if (body) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  let answer;
  let told = {};
  try {
    const sent = { method, headers, body: body && JSON.stringify(body), signal: giveUp.signal };
    answer = await fetch(url, { ...sent, credentials: "omit", cache: "no-store" });
    if (answer.status !== 204) told = await answer.json();
  } catch (error) {
    answer = null; // no network, or a login page of some hotel in between: no answer of ours
  }
  clearTimeout(timer);
  if (answer && answer.ok) return { ...told, status: answer.status };
  const error = answer && told && told.error;
  if (!error) throw failure(0, "offline");
  const more = { messages: told.messages || [], after: Number(answer.headers.get("Retry-After")) || 0, token };
  throw failure(answer.status, error.code, inLanguage(error.message, language), more);
}
