/* After a row was opened in place: the row is marked, and the reader stands at the conversation's heading. */
"use strict";

(() => {
  const rows = () => document.querySelectorAll("[data-rows] a.cover");

  const mark = (opened) => {
    rows().forEach((link) => {
      const isOpen = link === opened;
      link.closest(".irow").classList.toggle("sel", isOpen);
      link.toggleAttribute("aria-current", isOpen);
      if (isOpen) link.setAttribute("aria-current", "true");
    });
  };

  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "detail") return;
    mark(Array.from(rows()).find((link) => new URL(link.href).pathname === location.pathname));
    document.querySelector(".app").dataset.pane = "detail";
    document.getElementById("conversation-h")?.focus({ preventScroll: true });
    const thread = document.querySelector("#detail .pane-scroll");
    if (thread) thread.scrollTop = thread.scrollHeight;
  });
})();
