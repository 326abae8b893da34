/* The board of topics: a card dropped on another column presses the button of its own menu, so that dragging does
   nothing a keyboard cannot. Columns are marked data-drop, cards data-card, the menu's forms data-to. */
"use strict";

(() => {
  let dragged = null;

  const formTo = (column) => dragged?.querySelector(`form[data-to="${column.dataset.drop}"]`);

  const lift = (card) => {
    card.draggable = true;
    card.querySelector(".t").draggable = false; // the card is dragged, not its link
    card.addEventListener("dragstart", (event) => {
      dragged = card;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.querySelector(".t").textContent);
      card.classList.add("dragged");
    });
    card.addEventListener("dragend", () => {
      card.classList.remove("dragged");
      dragged = null;
    });
  };

  const take = (column) => {
    column.addEventListener("dragover", (event) => {
      if (!formTo(column)) return;
      event.preventDefault();
      column.classList.add("over");
    });
    column.addEventListener("dragleave", (event) => {
      if (!column.contains(event.relatedTarget)) column.classList.remove("over");
    });
    column.addEventListener("drop", (event) => {
      event.preventDefault();
      column.classList.remove("over");
      formTo(column)?.requestSubmit();
    });
  };

  document.querySelectorAll("[data-card]").forEach(lift);
  document.querySelectorAll("[data-drop]").forEach(take);
})();
