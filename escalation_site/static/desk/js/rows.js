/* A list marked data-rows: a row is opened by its .cover, a link or a button, and picked by its .pick, a checkbox. With
   some picked, #bulk appears above the list. keyboard.js calls the moves through window.deskRows. */
"use strict";

window.deskRows = (() => {
  const links = () => Array.from(document.querySelectorAll("[data-rows] .cover"));

  const here = () => {
    const all = links();
    const focused = all.indexOf(document.activeElement);
    return focused >= 0 ? focused : all.findIndex((link) => link.hasAttribute("aria-current"));
  };

  const move = (step) => {
    const all = links();
    if (!all.length) return false;
    all[Math.min(Math.max(here() + step, 0), all.length - 1)].focus();
    return true;
  };

  const showPicked = () => {
    const count = document.querySelectorAll(".pick:checked").length;
    document.querySelector("[data-rows]")?.classList.toggle("picking", count > 0);
    const bar = document.getElementById("bulk");
    if (!bar) return;
    bar.hidden = count === 0;
    bar.querySelector("[data-bulk-count]").textContent = count;
  };

  const pick = () => {
    const box = links()[here()]?.closest("li")?.querySelector(".pick");
    if (!box) return false;
    box.checked = !box.checked;
    showPicked();
    return true;
  };

  const open = () => {
    const link = links()[here()];
    link?.click();
    return Boolean(link);
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches(".pick")) showPicked();
  });
  document.body.addEventListener("htmx:afterSettle", showPicked);

  return { move, open, pick };
})();
