/* Sets the theme on <html> before anything is drawn, so that no screen is white by surprise.
   A small blocking classic script, the first of every page: it reads this device's choices and no record.
   lull.theme: dark, light or system (phone); lull.desk-theme the same for the desk.
   lull.lowlight: "1" switched on by hand, "attack" switched on because an attack is open; else off. */
(function () {
  "use strict";
  var root = document.documentElement;

  function chosen() {
    var desk = root.dataset.density === "desk";
    try {
      if (!desk && /^(1|attack)$/.test(localStorage.getItem("lull.lowlight") || "")) return "lowlight";
      var theme = localStorage.getItem(desk ? "lull.desk-theme" : "lull.theme");
      if (theme === "system") return matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
      if (theme === "dark" || theme === "light" || theme === "lowlight") return theme;
    } catch (refused) { /* storage is switched off: the page keeps the theme it came with */ }
    return desk ? "light" : "dark";
  }

  function apply() {
    var theme = chosen();
    root.dataset.theme = theme;
    var bar = document.querySelector("meta[name=theme-color]");
    if (bar) bar.content = bar.dataset[theme];
    var scheme = document.querySelector("meta[name=color-scheme]");
    if (scheme) scheme.content = theme === "light" ? "light" : "dark";
  }

  /* Whether anybody's diary is on this device, so that a page does not begin as another one; app.js knows for sure. */
  try { root.dataset.account = localStorage.getItem("lull.account") ? "here" : "asking"; } catch (refused) { root.dataset.account = "asking"; }

  apply();
  addEventListener("storage", apply);
  addEventListener("lull:theme", apply);
  addEventListener("pageshow", function (event) { if (event.persisted) apply(); });
})();
