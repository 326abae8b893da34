/* <time data-countdown datetime="…">: time left, each second. Hidden from screen readers, who get the clock once. */
"use strict";

(() => {
  const write = (element) => {
    const left = Math.max(0, Math.floor((Date.parse(element.dateTime) - Date.now()) / 1000));
    element.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  };

  const writeAll = () => {
    if (!document.hidden) document.querySelectorAll("time[data-countdown]").forEach(write);
  };

  setInterval(writeAll, 1000);
  document.addEventListener("visibilitychange", writeAll);
})();
