/* form[data-device]: subscribes this browser to its push service before the form is sent with what came of it.
   Hidden where the browser cannot.
   form[data-device-mark]: removes a device; where it is this browser, the subscription ends with it. */
"use strict";

(() => {
  if (!("serviceWorker" in navigator)) return;
  const patience = 3000; // a push service that does not answer must keep nobody from removing a device

  const markOf = async (endpoint) => {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const leave = async (mark) => {
    const worker = await navigator.serviceWorker.getRegistration();
    const standing = await worker?.pushManager?.getSubscription();
    if (standing && (await markOf(standing.endpoint)) === mark) await standing.unsubscribe();
  };

  document.querySelectorAll("form[data-device-mark]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const late = new Promise((resolve) => setTimeout(resolve, patience));
      Promise.race([leave(form.dataset.deviceMark).catch(() => {}), late]).then(() => form.submit());
    });
  });

  const form = document.querySelector("form[data-device]");
  if (!form || !("PushManager" in window)) return;
  form.hidden = false;
  const { deviceKey, deviceWorker } = form.dataset;
  const said = form.querySelector("[data-device-said]");

  const subscribe = async () => {
    if ((await Notification.requestPermission()) !== "granted") throw new Error("refused");
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    const { key } = await (await fetch(deviceKey, { method: "POST", headers })).json();
    await navigator.serviceWorker.register(deviceWorker);
    const worker = await navigator.serviceWorker.ready;
    return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const { endpoint, keys } = (await subscribe()).toJSON();
      Object.entries({ endpoint, ...keys }).forEach(([name, value]) => {
        if (form.elements[name]) form.elements[name].value = value;
      });
      form.submit();
    } catch {
      said.textContent = said.dataset.refused;
    }
  });
})();
