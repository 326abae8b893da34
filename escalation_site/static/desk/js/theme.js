/* Runs before the first paint, so that a chosen theme does not flash. Nothing chosen: light-dark() follows the system. */
"use strict";

(() => {
  const root = document.documentElement;
  const systemIsDark = () => matchMedia("(prefers-color-scheme: dark)").matches;

  const remembered = () => {
    try {
      return localStorage.getItem("desk-theme");
    } catch {
      return null;
    }
  };

  const choose = (theme) => {
    root.dataset.bsTheme = theme;
    try {
      localStorage.setItem("desk-theme", theme);
    } catch {
      /* a private window forgets, that is all */
    }
  };

  if (["light", "dark"].includes(remembered())) root.dataset.bsTheme = remembered();

  document.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-theme-toggle]");
    if (!toggle) return;
    const isDark = root.dataset.bsTheme ? root.dataset.bsTheme === "dark" : systemIsDark();
    choose(isDark ? "light" : "dark");
    document.body.dispatchEvent(new CustomEvent("desk:say", { detail: { text: `${root.dataset.bsTheme} theme` } }));
  });
})();
