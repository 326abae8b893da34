/* A page that reached this browser sounds on a page of ours that is open: three short tones, no file. */
"use strict";

navigator.serviceWorker?.addEventListener("message", (event) => {
  if (event.data?.kind !== "desk:page") return;
  const sound = new AudioContext();
  [0, 0.35, 0.7].forEach((after) => {
    const tone = sound.createOscillator();
    tone.frequency.value = 880;
    tone.connect(sound.destination);
    tone.start(sound.currentTime + after);
    tone.stop(sound.currentTime + after + 0.2);
  });
  setTimeout(() => sound.close(), 2000);
});
