/* Reviewing: says every fifteen seconds that this page reads the draft (desk:reading), and takes the words selected in
   the draft into the link to a remark. Nothing here is needed to decide. */
"use strict";

(() => {
  const EVERY = 15_000;
  const UNSAID = "del, .visually-hidden";
  let selected = null;

  const say = () => {
    if (!document.hidden) document.body.dispatchEvent(new CustomEvent("desk:reading"));
  };

  /* Where a point lies in the newer text, in characters: what was removed is no part of it. */
  const lengthBefore = (diff, node, offset) => {
    const range = document.createRange();
    range.selectNodeContents(diff);
    range.setEnd(node, offset);
    const before = range.cloneContents();
    before.querySelectorAll(UNSAID).forEach((part) => part.remove());
    return Array.from(before.textContent).length;
  };

  const readSelection = () => {
    const selection = document.getSelection();
    const diff = document.querySelector("[data-diff]");
    if (!diff || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!diff.contains(range.commonAncestorContainer)) return;
    const part = range.cloneContents();
    part.querySelectorAll(UNSAID).forEach((one) => one.remove());
    selected = { phrase: part.textContent, near: lengthBefore(diff, range.startContainer, range.startOffset) };
  };

  document.addEventListener("selectionchange", readSelection);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-remark]");
    if (!link) return;
    readSelection(); // the event of a selection made this instant is still to come
    if (!selected?.phrase.trim()) return;
    link.search = new URLSearchParams(selected).toString();
  });
  document.addEventListener("visibilitychange", say);
  setInterval(say, EVERY);
})();
