// The scripts of this page, joined into one file when the server starts (diary/pwa/modules.py).

import { signOut } from "../account.js";
import { whenStore } from "../app.js";
import { syncState } from "../sync.js";
import "../elements/loss.js";
import "../elements/lowlight.js";
import "../elements/about.js";

// For the console and the tests.
export { signOut, syncState, whenStore };
