/* Who else is here: says every 25 seconds that this page is at a conversation, and whether one is writing (desk:here,
   sent by form#here), and writes into [data-here="<id>"] what others say (desk:present). Nothing here is needed to work. */
"use strict";

(() => {
  const EVERY = 25_000;
  const WRITING_FOR = 30_000;
  let wroteAt = -WRITING_FOR;

  const form = () => document.getElementById("here");
  const isWriting = () => performance.now() - wroteAt < WRITING_FOR;

  const say = () => {
    if (document.hidden || !form()) return;
    form().elements.mode.value = isWriting() ? "writing" : "viewing";
    document.body.dispatchEvent(new CustomEvent("desk:here"));
  };

  const leave = () => {
    if (!form()) return;
    const headers = JSON.parse(document.body.getAttribute("hx-headers"));
    fetch(form().getAttribute("hx-post"), {
      method: "POST",
      headers,
      body: new URLSearchParams({ mode: "left" }),
      keepalive: true,
    });
  };

  const sentence = (here) => {
    const words = document.getElementById("here-words")?.dataset;
    const writing = here.filter(([, , writes]) => writes);
    const shown = writing.length ? writing : here;
    if (!words || !shown.length) return "";
    const many = shown.length > 1 ? "Many" : "One";
    return words[(writing.length ? "writing" : "viewing") + many].replace("%(who)s", shown.map(([, name]) => name).join(", "));
  };

  document.body.addEventListener("desk:present", ({ detail }) => {
    const me = document.getElementById("here-words")?.dataset.me;
    const others = (detail.here ?? []).filter(([id]) => String(id) !== me);
    for (const place of document.querySelectorAll(`[data-here="${detail.interaction}"]`)) {
      place.textContent = sentence(others);
    }
  });

  document.addEventListener("input", (event) => {
    if (!event.target.closest("form[data-autosave]")) return;
    const began = !isWriting();
    wroteAt = performance.now();
    if (began) say();
  });
  document.addEventListener("visibilitychange", say);
  window.addEventListener("pagehide", leave);
  setInterval(say, EVERY);
})();
