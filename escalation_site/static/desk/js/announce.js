/* desk:say {text}: said once to screen readers, through the polite live region. */
"use strict";

document.body.addEventListener("desk:say", (event) => {
  const region = document.getElementById("live");
  if (!region) return;
  region.textContent = "";
  setTimeout(() => {
    region.textContent = event.detail.text;
  }, 30);
});
