// What the service worker is made of, besides sw.js.

import "../notifications.js";
