/* The reply box: keeps what is typed every two seconds (form[data-autosave]), counts it (textarea[data-count]),
   and puts the cursor where the choice of public, private or note leads. Nothing here is needed to send. */
"use strict";

(() => {
  const EVERY = 2_000;
  const kept = new WeakMap();

  const box = (form) => form.querySelector("textarea");

  const keep = async (form) => {
    const field = box(form);
    const text = field.value;
    if (text === (kept.get(form) ?? field.defaultValue)) return;
    kept.set(form, text);
    const body = new URLSearchParams({ text, csrfmiddlewaretoken: form.csrfmiddlewaretoken.value });
    try {
      const response = await fetch(form.dataset.autosave, { method: "POST", body, keepalive: body.toString().length < 60_000 });
      if (!response.ok) throw new Error(response.statusText);
      const note = form.querySelector("[data-said]");
      if (note) note.textContent = note.dataset.said;
    } catch {
      kept.delete(form); /* the text is still in the box, and the next round tries again */
    }
  };

  const keepAll = () => document.querySelectorAll("form[data-autosave]").forEach(keep);

  const count = (field) => {
    const shown = document.getElementById(field.dataset.count);
    if (!shown) return;
    const length = Array.from(field.value).length;
    shown.textContent = `${length} / ${shown.dataset.max}`;
    shown.classList.toggle("over", length > Number(shown.dataset.max));
  };

  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-count]")) count(event.target);
  });

  document.addEventListener("change", (event) => {
    if (!event.target.matches(".seg-radio input")) return;
    const composer = event.target.closest(".composer");
    composer.querySelector(event.target.value === "note" ? "#note" : "#reply")?.focus();
  });

  document.addEventListener("click", (event) => {
    const label = event.target.closest(".seg-radio label");
    const chosen = label && document.getElementById(label.htmlFor);
    if (!chosen?.checked) return;
    event.preventDefault(); /* or the label would take the focus to its radio button */
    document.getElementById(chosen.value === "note" ? "note" : "reply")?.focus();
  });

  setInterval(keepAll, EVERY);
  addEventListener("pagehide", keepAll);
  document.getElementById("refused")?.focus();
})();
