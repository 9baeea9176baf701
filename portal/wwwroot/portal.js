// What makes work easier where scripts run; every page also works without.
(() => {
  // Warns before what was typed is lost.
  const leave = document.getElementById("content")?.dataset.leave;
  for (const form of document.querySelectorAll("form.form[method=post]")) {
    // A form that came back with errors holds what was typed and is not saved.
    let changed = document.getElementById("errors") !== null;
    let sent = false;
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", () => { sent = true; });
    window.addEventListener("beforeunload", event => {
      if (changed && !sent) {
        event.preventDefault();
        event.returnValue = leave;
      }
    });
  }

  // A second press while the answer is on its way does nothing; a page that is shown again, or waited for too long, may be sent anew.
  const patience = 15000;
  for (const form of document.querySelectorAll("form[method=post]")) {
    let sentAt = -Infinity;
    form.addEventListener("submit", event => {
      if (performance.now() - sentAt < patience) {
        event.preventDefault();
      } else if (!event.defaultPrevented) {
        sentAt = performance.now();
      }
    });
    window.addEventListener("pageshow", () => { sentAt = -Infinity; });
  }

  // Marks all lines of a list.
  for (const all of document.querySelectorAll("input[data-all]")) {
    all.closest("[hidden]")?.removeAttribute("hidden");
    const boxes = () => document.querySelectorAll(`input[name="${all.dataset.all}"]`);
    all.addEventListener("change", () => { for (const box of boxes()) { box.checked = all.checked; } });
  }

  // Shows where a date formula leads and what a method makes of the figures, while typing.
  for (const field of document.querySelectorAll("input[data-example]")) {
    const target = document.getElementById(field.dataset.target);
    let wait;
    field.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(async () => {
        const answer = await fetch(field.dataset.example + encodeURIComponent(field.value), { credentials: "same-origin" });
        if (answer.ok) {
          target.textContent = await answer.text();
        }
      }, 250);
    });
  }

  // Proposes what matches while somebody types; without scripts the form asks when there are several.
  for (const field of document.querySelectorAll("input[data-suggest]")) {
    let wait;
    field.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(async () => {
        const typed = field.value.trim();
        const answer = typed.length < 2 ? null : await fetch(field.dataset.suggest + encodeURIComponent(typed), { credentials: "same-origin" });
        if (answer?.ok && field.value.trim() === typed) {
          field.list.replaceChildren(...(await answer.json()).map(c => new Option(c.label, c.value)));
        }
      }, 250);
    });
  }

  // Stages can be dragged; the buttons beside them do the same.
  const form = document.querySelector("form[data-place]");
  const rows = [...document.querySelectorAll("tr[data-stage]")];
  let dragged = null;
  for (const row of form ? rows : []) {
    const handle = row.querySelector("[data-handle]");
    handle.removeAttribute("hidden");
    handle.addEventListener("pointerdown", () => { row.draggable = true; });
    row.addEventListener("dragstart", event => {
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", row.dataset.stage);
      row.classList.add("dragged");
    });
    row.addEventListener("dragend", () => {
      row.draggable = false;
      row.classList.remove("dragged");
      for (const other of rows) { other.classList.remove("drop-before", "drop-after"); }
    });
    row.addEventListener("dragover", event => {
      if (dragged && dragged !== row) {
        event.preventDefault();
        const after = rows.indexOf(row) > rows.indexOf(dragged);
        row.classList.toggle("drop-after", after);
        row.classList.toggle("drop-before", !after);
      }
    });
    row.addEventListener("dragleave", () => row.classList.remove("drop-before", "drop-after"));
    row.addEventListener("drop", event => {
      event.preventDefault();
      form.elements.number.value = dragged.dataset.stage;
      form.elements.place.value = rows.indexOf(row) + 1;
      form.submit();
    });
  }
})();

// Looks again while long work goes on.
if (document.querySelector("[data-reload]")) {
  setTimeout(() => window.location.reload(), 2000);
}
