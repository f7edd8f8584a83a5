// Asking the server, and knowing what its answer is worth. A hotel's sign-in page answers 200
// with HTML, a dying proxy 204 or half a JSON: only a whole answer of ours counts as one.

const PATIENCE = 30_000;

// kind: "unreachable" (try again later) · "signin" (401) · "closed" (403) · "reset" (409)
//     · "refused" (this request as a whole) · "other" (someone else is signed in)
export class Failed extends Error {
  constructor(kind, { status = 0, retryAfter = 0, epoch = null, account = null } = {}) {
    super(`${kind} ${status}`);
    Object.assign(this, { kind, status, retryAfter, epoch, account });
  }
}

// Seconds to wait, from a header that holds seconds or a date.
function waitAsked(response) {
  const header = response.headers.get("Retry-After");
  if (!header) return 0;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.min(seconds, 86_400)) : 0;
}

async function whole(response) {
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) return null;
  try {
    const value = await response.json();
    return value && typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

const KINDS = { 401: "signin", 403: "closed", 409: "reset", 400: "refused", 413: "refused", 415: "refused", 422: "refused" };

// The JSON object at `path`; `body` makes it a POST. Throws Failed.
export async function ask(path, { body, signal } = {}) {
  const signals = [AbortSignal.timeout(PATIENCE), signal].filter(Boolean);
  let response;
  try {
    response = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      headers: { "X-Lull": "1", Accept: "application/json", ...(body !== undefined && { "Content-Type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: signals.length > 1 && AbortSignal.any ? AbortSignal.any(signals) : signals.at(-1),
    });
  } catch {
    throw new Failed("unreachable");
  }
  const { status } = response;
  const value = await whole(response);
  if (status === 200 && value) return value;
  // A status alone proves nothing: a portal can answer 403 too. Our refusals say {error}.
  const ours = typeof value?.error === "string";
  const kind = (ours && (value.error === "account" ? "other" : KINDS[status])) || "unreachable";
  throw new Failed(kind, { status, retryAfter: waitAsked(response), epoch: value?.epoch ?? null });
}
