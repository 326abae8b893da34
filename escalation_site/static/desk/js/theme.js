/* The server draws the theme a person chose on <html>; without one, light-dark() follows the system. The button in the
   rail changes it here at once; the form around it is told which one that is, and keeps it. */
"use strict";

(() => {
  const root = document.documentElement;
  const systemIsDark = () => matchMedia("(prefers-color-scheme: dark)").matches;

  document.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-theme-toggle]");
    if (!toggle) return;
    const isDark = root.dataset.bsTheme ? root.dataset.bsTheme === "dark" : systemIsDark();
    toggle.value = isDark ? "light" : "dark";
    root.dataset.bsTheme = toggle.value;
    document.body.dispatchEvent(new CustomEvent("desk:say", { detail: { text: `${toggle.value} theme` } }));
  });
})();
