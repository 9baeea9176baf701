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

  // Marks all lines of a list, and says what those that are marked are worth.
  const marked = document.getElementById("marked");
  const boxes = [...document.querySelectorAll("input[data-value]")];
  const tellMarked = () => {
    const chosen = boxes.filter(box => box.checked);
    const number = new Intl.NumberFormat(marked.dataset.culture, { maximumFractionDigits: 0 });
    const sum = what => marked.dataset.money.replace("0", () =>
      number.format(chosen.reduce((all, box) => all + Number(box.dataset[what] || 0), 0)));
    marked.textContent = marked.dataset.text.replace("{0}", () => number.format(chosen.length))
      .replace("{1}", () => sum("value")).replace("{2}", () => sum("weighted"));
    marked.hidden = chosen.length === 0;
  };
  if (marked) {
    for (const box of boxes) { box.addEventListener("change", tellMarked); }
    window.addEventListener("pageshow", tellMarked);
  }

  for (const all of document.querySelectorAll("input[data-all]")) {
    all.closest("[hidden]")?.removeAttribute("hidden");
    all.addEventListener("change", () => {
      for (const box of document.querySelectorAll(`input[name="${all.dataset.all}"]`)) { box.checked = all.checked; }
      if (marked) { tellMarked(); }
    });
  }

  // A line opens where it is pressed, unless something else is meant; its link stays one. Enter on its mark opens it too.
  for (const line of document.querySelectorAll("tr[data-opens]")) {
    const link = line.querySelector("th a");
    line.addEventListener("click", event => {
      if (!event.target.closest("a, button, input, label, select, .choice") && getSelection().isCollapsed) {
        if (event.ctrlKey || event.metaKey) {
          window.open(link.href, "_blank", "noopener");
        } else {
          link.click();
        }
      }
    });
    line.addEventListener("keydown", event => {
      if (event.key === "Enter" && event.target.matches("input[type=checkbox]")) {
        event.preventDefault();
        link.click();
      }
    });
  }

  // Shows where a date formula leads, what a method makes of the figures and how an amount is read, while typing; and proposes what
  // matches, where without scripts the form asks when there are several. Fields that come later, in place, are watched like the rest.
  const waits = new WeakMap();
  const later = (field, act) => {
    clearTimeout(waits.get(field));
    waits.set(field, setTimeout(act, 250));
  };
  document.addEventListener("input", ({ target: field }) => {
    if (field.dataset?.example) {
      later(field, async () => {
        const answer = await fetch(field.dataset.example + encodeURIComponent(field.value), { credentials: "same-origin" });
        if (answer.ok) {
          document.getElementById(field.dataset.target).textContent = await answer.text();
        }
      });
    } else if (field.dataset?.suggest) {
      later(field, async () => {
        const typed = field.value.trim();
        const answer = typed.length < 2
          ? null
          : await fetch(field.dataset.suggest + encodeURIComponent(typed), { credentials: "same-origin" });
        if (answer?.ok && field.value.trim() === typed) {
          field.list.replaceChildren(...(await answer.json()).map(c => new Option(c.label, c.value)));
        }
      });
    }
  });

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

// Long work tells how far it has come: what changed is put in its place, so that focus and reading position stay. It can be paused, and
// asked for at once; without scripts the link loads the page.
(() => {
  const state = document.querySelector("[data-live]");
  if (!state) {
    return;
  }

  const pause = document.querySelector("[data-pause]");
  let wait = null;
  const goOn = () => { wait = setTimeout(() => look(false), 2000); };
  const stop = () => {
    clearTimeout(wait);
    wait = null;
  };

  // Texts are compared and not markup: a form's token is another each time.
  const changed = (part, next) => next && (part.textContent.trim() !== next.textContent.trim() || part.value !== next.value);
  const put = (part, next) => {
    const hadFocus = part !== state && part.contains(document.activeElement);
    for (const name of new Set([...part.getAttributeNames(), ...next.getAttributeNames()])) {
      if (next.hasAttribute(name)) {
        part.setAttribute(name, next.getAttribute(name));
      } else {
        part.removeAttribute(name);
      }
    }

    part.replaceChildren(...next.childNodes);
    if (hadFocus) {
      state.focus({ preventScroll: true });
    }
  };

  let isPaused = false;
  let isOver = false;
  async function look(isAsked) {
    stop();
    let page = null;
    try {
      const answer = await fetch(window.location.href, { credentials: "same-origin" });
      isOver = answer.redirected || answer.status === 404; // signed out, or no longer kept: the link leads there
      page = answer.ok && !isOver ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    } catch {
      // Not to be had just now: the next look may fare better.
    }

    isOver ||= page !== null && !page.querySelector("[data-live]");
    for (const part of page ? document.querySelectorAll("[data-part]") : []) {
      const next = page.getElementById(part.id);
      // A long list is not changed under the eyes of who reads it: once, at the end, or when asked for.
      if (changed(part, next) && (isOver || isAsked || part.dataset.part !== "long")) {
        put(part, next);
      }
    }

    if (!isOver && !isPaused) {
      goOn();
    } else if (isOver) {
      if (document.activeElement === pause) {
        state.focus({ preventScroll: true });
      }

      pause.hidden = true;
    }
  }

  pause.hidden = false;
  pause.addEventListener("click", () => {
    isPaused = !isPaused;
    [pause.textContent, pause.dataset.pause] = [pause.dataset.pause, pause.textContent];
    if (isPaused) {
      stop();
    } else {
      look(true);
    }
  });
  document.addEventListener("click", event => {
    if (!isOver && event.target.closest("[data-look]") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      look(true);
    }
  });
  goOn();
})();

// What stands somewhere is changed there: the form of the link's page is shown in place of that page. Saved, or come too late, the page
// below is loaded anew and says so, and the link has the focus again.
(() => {
  const dialog = document.getElementById("in-place");
  const kept = "in-place";
  if (!dialog) {
    return;
  }

  let store = null;
  try {
    store = window.sessionStorage;
  } catch {
    // A frame may be refused it; then the focus begins at the top again.
  }

  const before = store?.getItem(kept);
  store?.removeItem(kept);
  if (before) {
    [...document.querySelectorAll("a[data-in-place]")].find(link => link.getAttribute("href") === before)
      ?.focus({ preventScroll: true });
  }

  async function show(link, address, sent) {
    const answer = await fetch(address, { credentials: "same-origin", headers: { "X-In-Place": "1" }, ...sent });
    if (answer.status === 204) {
      store?.setItem(kept, link.getAttribute("href"));
      window.location.reload();
      return;
    }

    const page = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    const form = page?.querySelector("main form.form");
    if (!form) {
      window.location.assign(link.href); // signed out, or no longer allowed: the page says so
      return;
    }

    const main = form.closest("main");
    const title = main.querySelector("h1");
    form.action = answer.url;
    title.id = "in-place-title";
    title.className = "h4";
    dialog.replaceChildren(...[...main.children].filter(part => part.matches("h1, form, .alert")));
    form.addEventListener("submit", async event => {
      event.preventDefault();
      event.stopPropagation();
      const button = event.submitter;
      button?.setAttribute("disabled", "");
      try {
        await show(link, form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      } catch {
        button?.removeAttribute("disabled"); // not sent: what was typed stays
      }
    });
    if (!dialog.open) {
      dialog.showModal();
    }

    (form.querySelector("[aria-invalid=true]") ?? form.querySelector("input:not([type=hidden]), select"))?.focus();
  }

  dialog.addEventListener("click", event => {
    if (event.target.closest("[data-cancel]") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      dialog.close();
    }
  });
  document.addEventListener("click", async event => {
    const link = event.target.closest("a[data-in-place]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      try {
        await show(link, link.href);
      } catch {
        window.location.assign(link.href);
      }
    }
  });
})();
