/* A password can be looked at (data-shows="id"); after a refused form the focus goes to the first error;
   of buttons in a .seg one is pressed; a passkey that was not used says so ([data-passkey-refused]). */
"use strict";

(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-shows]");
    if (!button) return;
    const field = document.getElementById(button.dataset.shows);
    const isShown = field.type === "text";
    field.type = isShown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!isShown));
    field.focus();
  });

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest(".seg > button[aria-pressed]");
    if (!pressed) return;
    pressed.parentElement.querySelectorAll("button[aria-pressed]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button === pressed));
    });
  });

  document.addEventListener("allauth.error", (event) => {
    const text = document.querySelector("[data-passkey-refused]")?.dataset.passkeyRefused;
    if (!text) return;
    event.preventDefault();
    document.body.dispatchEvent(new CustomEvent("desk:toast", { detail: { text } }));
  });

  const focusFirstError = (part) => part.querySelector?.(".is-invalid")?.focus();

  focusFirstError(document);
  document.body.addEventListener("htmx:afterSwap", (event) => focusFirstError(event.detail.target));
})();
