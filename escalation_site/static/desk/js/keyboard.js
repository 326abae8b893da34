/* Single keys. Never in a field, with Alt or Meta, under an open dialog, or when the person switched them off
   (body[data-keys=off]). A key that names a button works only where that button is: data-key="a" is clicked by a,
   data-go="i" is followed by g then i, and f then 1 clicks data-key="f 1". */
"use strict";

(() => {
  const PREFIXES = ["g", "f"];
  const PREFIX_LASTS = 1200;
  const FIELD = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]";
  let prefix = null;
  let forget = null;

  const press = (selector) => {
    const button = Array.from(document.querySelectorAll(selector)).find((one) => one.checkVisibility());
    if (!button || button.disabled) return false;
    button.focus();
    button.click();
    return true;
  };

  const pressLast = (selector) => {
    const buttons = document.querySelectorAll(selector);
    buttons[buttons.length - 1]?.click();
    return buttons.length > 0;
  };

  const focus = (selector) => {
    const field = document.querySelector(selector);
    field?.focus();
    return Boolean(field);
  };

  const help = () => {
    document.getElementById("keys")?.showModal();
    return true;
  };

  const keys = {
    j: () => window.deskRows.move(1),
    k: () => window.deskRows.move(-1),
    o: () => window.deskRows.open(),
    x: () => window.deskRows.pick(),
    u: () => press("[data-back]"),
    z: () => pressLast("[data-undo]"),
    "/": () => focus("#q"),
    "?": help,
  };

  const startPrefix = (key) => {
    prefix = key;
    clearTimeout(forget);
    forget = setTimeout(() => {
      prefix = null;
    }, PREFIX_LASTS);
    return true;
  };

  const follow = (first, key) => {
    prefix = null;
    clearTimeout(forget);
    if (first === "g") return press(`[data-go="${CSS.escape(key)}"]`);
    return press(`[data-key="${first} ${CSS.escape(key)}"]`);
  };

  const act = (key) => {
    if (prefix) return follow(prefix, key);
    if (press(`[data-key="${CSS.escape(key)}"]`)) return true;
    if (PREFIXES.includes(key)) return startPrefix(key);
    return keys[key]?.() ?? false;
  };

  const send = (field) => {
    const button = field.closest("form")?.querySelector("[data-send]");
    if (button && !button.disabled) button.click();
    return Boolean(button);
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.metaKey || event.altKey) return;
    const isTyping = event.target.matches(FIELD);
    if (event.ctrlKey) {
      if (event.key === "Enter" && send(event.target)) event.preventDefault();
      return;
    }
    if (event.key === "Escape" && isTyping) {
      event.target.blur();
      return;
    }
    if (isTyping || document.body.dataset.keys === "off" || document.querySelector("dialog[open]")) return;
    if (act(event.key)) event.preventDefault();
  });
})();
