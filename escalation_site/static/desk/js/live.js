/* Live updates: the stream says what kind of thing moved, and each kind becomes desk:<kind> on the body, which
   hx-trigger listens to: <div hx-get="…" hx-trigger="desk:counts from:body">.

   body[data-live]        the stream of server-sent events
   body[data-live-kinds]  the kinds this page listens to
   body[data-live-poll]   asked every 15 s with an ETag while the stream is away; 304 when nothing moved

   After anything that may have been missed (a hidden tab, a lost connection, "resync") every kind is fired once. */
"use strict";

(() => {
  const { live: streamUrl, livePoll: pollUrl, liveKinds = "" } = document.body.dataset;
  if (!streamUrl) return;

  const POLL_EVERY = 15_000;
  const RETRY_STREAM_AFTER = 60_000;
  const FAILURES_ALLOWED = 3;
  const kinds = liveKinds.split(" ").filter(Boolean);
  let stream = null;
  let failures = 0;
  let polling = null;
  let etag = "";

  const fire = (kind, detail = {}) => document.body.dispatchEvent(new CustomEvent(`desk:${kind}`, { detail }));
  const fireAll = () => kinds.forEach((kind) => fire(kind));

  const showConnection = (isUp) => {
    if (isUp !== document.body.hasAttribute("data-offline")) return;
    document.body.toggleAttribute("data-offline", !isUp);
  };

  const poll = async () => {
    if (document.hidden) return;
    try {
      const response = await fetch(pollUrl, { headers: etag ? { "If-None-Match": etag } : {}, cache: "no-store" });
      const isFirst = !etag;
      etag = response.headers.get("ETag") ?? etag;
      if (response.ok && !isFirst) fireAll();
      showConnection(response.status < 500);
    } catch {
      showConnection(false);
    }
  };

  const startPolling = () => {
    if (polling) return;
    polling = setInterval(poll, POLL_EVERY);
    poll();
  };

  const stopPolling = () => {
    clearInterval(polling);
    polling = null;
  };

  const close = () => {
    stream?.close();
    stream = null;
  };

  const retryLater = () => {
    close();
    startPolling();
    setTimeout(open, RETRY_STREAM_AFTER);
  };

  const controls = {
    live: stopPolling,
    poll: startPolling,
    resync: () => {
      stopPolling();
      fireAll();
    },
    signed_out: () => location.reload(),
  };

  const open = () => {
    if (stream || document.hidden) return;
    stream = new EventSource(streamUrl);
    stream.addEventListener("open", () => {
      failures = 0;
      showConnection(true);
    });
    stream.addEventListener("error", () => {
      failures += 1;
      if (stream?.readyState === EventSource.CLOSED || failures > FAILURES_ALLOWED) retryLater();
    });
    Object.entries(controls).forEach(([name, act]) => stream.addEventListener(name, act));
    kinds.forEach((kind) => stream.addEventListener(kind, (event) => fire(kind, JSON.parse(event.data))));
  };

  const comeBack = () => {
    if (stream) return;
    open();
    fireAll();
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : comeBack()));
  addEventListener("pagehide", close);
  open();
})();
