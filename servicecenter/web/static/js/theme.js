// Runs in <head> before the first paint, so that a dark desk never flashes white. "system" leaves it to the browser.
(() => {
  "use strict";
  let chosen = null;
  try { chosen = localStorage.getItem("sc.theme"); } catch { /* storage may be forbidden: then the system decides */ }
  const root = document.documentElement;
  if (chosen === "light" || chosen === "dark") root.setAttribute("data-kern-theme", chosen);
  else if (chosen === "system") root.removeAttribute("data-kern-theme");
})();
