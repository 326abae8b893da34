/* The bar at the bottom: what was just done, with its undo for ten seconds.
   The server renders it (components/_toast.html, on the page or out of band into #toasts);
   desk:toast {text} shows one made here. It waits while it has the pointer or the focus. */
"use strict";

(() => {
  const SECONDS = 10;
  const box = document.getElementById("toasts");
  if (!box) return;

  const isBusy = (toast) => toast.matches(":hover, :focus-within");

  const expire = (toast) => {
    if (isBusy(toast)) setTimeout(expire, 1000, toast);
    else toast.remove();
  };

  const startClock = (node) => {
    if (node.nodeType === Node.ELEMENT_NODE) setTimeout(expire, SECONDS * 1000, node);
  };

  Array.from(box.children).forEach(startClock);
  new MutationObserver((changes) => {
    changes.forEach((change) => change.addedNodes.forEach(startClock));
  }).observe(box, { childList: true });

  document.body.addEventListener("desk:toast", (event) => {
    const toast = document.getElementById("toast").content.firstElementChild.cloneNode(true);
    toast.querySelector("span").textContent = event.detail.text;
    box.append(toast);
    document.body.dispatchEvent(new CustomEvent("desk:say", { detail: event.detail }));
  });
})();
