/* begin(store): an attack that starts now, saved on this device. Answers its id, or null when there was no room. */

import { zoneHere } from "../moment.js";
import { save, tellLater } from "../saving.js";
import { dimFor } from "./lowlight.js";

export async function begin(store) {
  const started_at = new Date().toISOString();
  const written = await save(store, [["attacks", null, { started_at, zone: zoneHere() }]], "");
  if (!written) return null;
  const [{ id, revId }] = written;
  tellLater("started", { at: started_at }, [revId]);
  dimFor(id);
  return id;
}
