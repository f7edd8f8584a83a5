// The scripts of the chair, joined into one file when the server starts (diary/pwa/modules.py).

import "../elements/chair.js";
