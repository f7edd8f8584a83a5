/* Bringing a file of days in: send it, check it, run it part by part. The server reads it; this only asks.
   A refusal is a Refusal with its sentence and the fields it is about. */

const HOME = "/api/v1/imports";
const PATIENCE = 120_000;
/* Bytes; as base64 still under the 20 MB that the server takes. */
export const LARGEST = 14 * 1024 * 1024;

/* kind: "no_connection" · "signin" · "gone" (the file) · "refused" (with a sentence) · "not_done" */
export class Refusal extends Error {
  constructor(kind, { error = "", fields = {} } = {}) {
    super(kind);
    Object.assign(this, { kind, sentence: error, fields });
  }
}

export async function sendFile(file) {
  return post("", { name: file.name.slice(0, 200) || "diary.csv", content_base64: await base64(file) });
}

export function checkFile(id, choices) {
  return post(`/${id}/check`, choices);
}

/* Brings everything in; `progress(done, total)` after each part. Answers the report. Asked again, it goes on. */
export async function runFile(id, choices, progress) {
  for (let after = 0; ; ) {
    const { done, total, report } = await post(`/${id}/run`, { ...choices, after });
    progress(done, total);
    if (report) return report;
    after = done;
  }
}

async function post(path, body) {
  let response;
  try {
    response = await fetch(HOME + path, {
      method: "POST", body: JSON.stringify(body), credentials: "same-origin", cache: "no-store", redirect: "error",
      headers: { "X-Lull": "1", "Content-Type": "application/json", Accept: "application/json" },
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    throw new Refusal("no_connection");
  }
  const value = await response.json().catch(() => null);
  if (response.ok && value) return value;
  const kind = { 401: "signin", 404: "gone", 413: "refused", 422: "refused" }[response.status];
  throw new Refusal(typeof value?.error === "string" ? kind ?? "not_done" : "not_done", value ?? {});
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(new Refusal("not_done"));
    reader.readAsDataURL(file);
  });
}
