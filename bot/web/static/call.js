// One call of the HTTP contract. Every failure is an error with status, code and message.

// ms; the server itself waits 20 s for an answer.
const PATIENCE = 45000;

/** Pick one language out of the server's "français / English". */
export function inLanguage(text, language) {
  const parts = (text || "").split(" / ");
  if (parts.length !== 2) return text || null;
  if (language !== "fr") return parts[1];
  // The number by which a fault is found is for both.
  return parts[0] + (/ \[\w+\]$/.exec(parts[1]) || "");
}

export function failure(status, code, more = {}) {
  return Object.assign(new Error(more.message || code), { status, code, message: null, messages: [], ...more });
}

/** Return the answer with its `status`; throw a failure, of status 0 when nobody of ours answered. */
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
    // No network, or a login page of some hotel in between: no answer of ours.
    told = null;
  }
  clearTimeout(timer);
  if (told && answer.ok) return { ...told, status: answer.status };
  if (!told || !told.error) throw failure(0, "offline");
  const after = Number(answer.headers.get("Retry-After")) || 0;
  throw failure(answer.status, told.error.code, { message: inLanguage(told.error.message, language), messages: told.messages || [], after, token });
}
