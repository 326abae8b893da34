/* Shows a page as a notification that stays until it is answered, and lets an open page of ours sound. */
"use strict";

self.addEventListener("push", (event) => {
  const page = event.data.json();
  const shown = self.registration.showNotification(page.title, {
    body: page.body,
    tag: page.tag,
    renotify: true,
    requireInteraction: true,
    vibrate: [400, 200, 400, 200, 800],
    data: { url: page.url },
  });
  const sounded = self.clients
    .matchAll({ type: "window" })
    .then((open) => open.forEach((window) => window.postMessage({ kind: "desk:page" })));
  event.waitUntil(Promise.all([shown, sounded]));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.url));
});
