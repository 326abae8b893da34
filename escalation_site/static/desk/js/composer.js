/* The reply box: keeps what is typed every two seconds (form[data-autosave], which hears desk:keep) and takes in what
   follows from it: the count, what is left to fill in, what was found, the button. Puts the cursor where the choice of
   public, private or note leads. Nothing here is needed to send. */
"use strict";

(() => {
  const EVERY = 2_000;
  const MOST_KEPT_ALIVE = 60_000; /* bytes a browser still sends for a page that goes away */
  const kept = new WeakMap();
  const gone = new WeakSet(); /* forms that were sent: their text is no longer being typed */

  const forms = () => document.querySelectorAll("form[data-autosave]");

  const words = (form) => {
    const given = new FormData(form);
    for (const name of ["seen_version", "confirmed", "upload"]) given.delete(name);
    return new URLSearchParams(given).toString();
  };

  const hasChanged = (form) => !gone.has(form) && kept.has(form) && words(form) !== kept.get(form);

  const remember = (form) => {
    if (!kept.has(form)) kept.set(form, words(form));
  };

  const keep = (form) => {
    remember(form);
    if (!hasChanged(form)) return;
    kept.set(form, words(form));
    form.dispatchEvent(new CustomEvent("desk:keep"));
  };

  const keepWhileLeaving = (form) => {
    if (!hasChanged(form)) return;
    kept.set(form, words(form));
    const given = new FormData(form);
    given.delete("upload"); /* a file is sent by its own button */
    const body = new URLSearchParams(given);
    fetch(form.dataset.autosave, { method: "POST", body, keepalive: body.toString().length < MOST_KEPT_ALIVE });
  };

  const count = (field) => {
    const shown = document.querySelector(`#${field.dataset.count} [data-now]`);
    if (!shown) return;
    const most = Number(shown.parentElement.dataset.max);
    const length = Array.from(field.value).length; /* what the network counts follows with the next keeping */
    shown.textContent = `${length} / ${most}`;
    shown.classList.toggle("over", length > most);
  };

  /* The holding messages were asked for from a menu, which has done its work. */
  const showHolding = () => {
    for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
    document.querySelector("#hold input:checked, #hold input")?.focus();
  };

  const focusChosen = (radio) => document.getElementById(radio.value === "note" ? "note" : "reply")?.focus();

  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-count]")) count(event.target);
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches(".seg-radio input")) focusChosen(event.target);
    const form = event.target.form;
    if (form?.matches("[data-autosave]")) keep(form);
  });

  document.addEventListener("click", (event) => {
    const label = event.target.closest(".seg-radio label");
    const chosen = label && document.getElementById(label.htmlFor);
    if (!chosen?.checked) return;
    event.preventDefault(); /* or the label would take the focus to its radio button */
    focusChosen(chosen);
  });

  document.addEventListener("submit", (event) => gone.add(event.target));

  /* A part that holds the cursor stays as it is: nobody loses the word they are typing. */
  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (event.detail.target.contains(document.activeElement)) event.detail.shouldSwap = false;
  });

  /* What could not be kept is tried again in the next round; the text is still in the box. */
  const forget = (event) => {
    const form = event.detail.elt;
    if (form.matches?.("form[data-autosave]")) kept.set(form, "");
  };
  document.body.addEventListener("htmx:sendError", forget);
  document.body.addEventListener("htmx:responseError", forget);

  /* Other words are about to take the place of these: they are kept first. */
  document.body.addEventListener("htmx:confirm", (event) => {
    const form = event.target.closest?.("[data-start]") && document.querySelector("form[data-autosave]");
    if (!form || !hasChanged(form)) return;
    event.preventDefault();
    form.addEventListener("htmx:afterRequest", () => event.detail.issueRequest(true), { once: true });
    keep(form);
  });

  document.body.addEventListener("htmx:afterSwap", (event) => {
    forms().forEach(remember);
    if (event.detail.target.id === "composer") document.getElementById("reply")?.focus();
    if (event.detail.target.id === "hold") showHolding();
  });

  forms().forEach(remember);
  setInterval(() => forms().forEach(keep), EVERY);
  addEventListener("pagehide", () => forms().forEach(keepWhileLeaving));
  document.getElementById("refused")?.focus();
})();
