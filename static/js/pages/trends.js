// The scripts of this page, joined into one file when the server starts (diary/pwa/modules.py).

import { whenStore } from "../app.js";
import "../elements/loss.js";
import "../elements/lowlight.js";
import "../elements/trends.js";

export { whenStore };
