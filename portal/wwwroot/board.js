// The board where scripts run: cards are dragged by mouse, pen or finger, what a stage asks for is asked in place, and what others do
// comes to sight. Every act sends the form that the page has without scripts; the answer brings the columns that changed.
(() => {
  const board = document.querySelector("[data-board]");
  const moves = document.getElementById("moves");
  const gate = document.getElementById("gate");
  const said = document.getElementById("said");
  if (!board || !moves) {
    return;
  }

  said.setAttribute("aria-live", "polite");
  const pageSize = 25;
  const most = 500;
  const columns = () => [...board.querySelectorAll("[data-column]")];
  const columnOf = element => element?.closest("[data-column]");
  const cardsIn = column => column.querySelectorAll(".deal").length;
  let dragging = false;
  let acting = 0;
  let late = false; // the page shows less than the last answer said

  // What is shown, so that only the rest is answered.
  const have = more => columns().map(column => {
    const cards = cardsIn(column);
    return column === more ? `${column.dataset.column}.${cards + pageSize}.` : `${column.dataset.column}.${cards}.${column.dataset.stamp}`;
  }).join(",");
  const fragment = (stamp, more) => {
    const address = new URL(board.dataset.board, window.location.href);
    address.searchParams.set("have", have(more));
    if (stamp) {
      address.searchParams.set("stamp", stamp);
    }

    return address.pathname + address.search;
  };

  const fail = words => {
    const alert = document.createElement("div");
    alert.className = "alert alert-danger";
    alert.textContent = words;
    said.replaceChildren(alert);
  };

  // A card or button that had the focus gets it again in the column that took the old one's place.
  const put = (old, fresh) => {
    const active = old.contains(document.activeElement) ? document.activeElement : null;
    const card = active?.closest(".deal")?.id;
    const isTitle = active?.matches(".title");
    old.replaceWith(fresh);
    watch(fresh);
    const title = isTitle ? document.getElementById(card)?.querySelector(".title") : null;
    if (title) {
      title.focus({ preventScroll: true });
    } else if (active) {
      focusOn(card && document.getElementById(card) ? card : null, fresh);
    }
  };
  const focusOn = (card, column) => {
    const target = card && document.getElementById(card)?.querySelector("summary, a");
    if (target) {
      target.focus({ preventScroll: true });
      document.getElementById(card).scrollIntoView({ block: "nearest", inline: "nearest" });
    } else if (column) {
      const heading = column.querySelector("h2");
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
  };

  // Somebody is about to press something there.
  const isInUse = column => column.querySelector("details[open]") !== null;

  const take = (answer, isAsked) => {
    const answered = answer.querySelector("[data-columns]");
    if (!answered) {
      window.location.reload(); // signed out, or something else stands there now
      return;
    }

    if (answered.dataset.columns !== columns().map(c => c.dataset.column).join(" ")) {
      window.location.reload(); // a stage more, or one less
      return;
    }

    late = false;
    for (const fresh of answered.querySelectorAll("[data-column]")) {
      const old = document.getElementById(fresh.id);
      if (isAsked || !isInUse(old)) {
        put(old, fresh);
      } else {
        late = true;
      }
    }

    board.dataset.stamp = answered.dataset.stamp;
    const alerts = [...answer.querySelectorAll(".alert")].filter(a => !answered.contains(a));
    if (alerts.length > 0) {
      said.replaceChildren(...alerts);
    }
  };

  const open = (answer, address) => {
    const form = answer.querySelector("main form.form");
    form.action = address;
    const alerts = answer.querySelectorAll("main .alert");
    const title = answer.querySelector("main h1");
    title.id = "gate-title";
    title.className = "h4";
    gate.replaceChildren(title, ...alerts, form);
    form.querySelector("[data-cancel]")?.addEventListener("click", event => {
      event.preventDefault();
      gate.close();
    });
    if (!gate.open) {
      gate.showModal();
    }

    (form.querySelector("[aria-invalid=true]") ?? gate.querySelector("input:not([type=hidden]), select"))?.focus();
  };

  // Sends a form as the page would, and shows what comes of it here.
  async function send(form, more, card) {
    const body = new URLSearchParams(new FormData(form));
    for (const [name, value] of Object.entries(more)) {
      body.set(name, value);
    }

    body.set("back", fragment());
    if (body.has("returnUrl")) {
      body.set("returnUrl", fragment());
    }

    acting++;
    try {
      const answer = await fetch(form.action || window.location.href, { method: "POST", body, credentials: "same-origin" });
      if (!answer.ok) {
        throw new Error(answer.status);
      }

      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (page.querySelector("main form.form")) {
        open(page, answer.url);
      } else {
        gate.close();
        take(page, true);
        focusOn(card, null);
      }
    } catch {
      gate.close();
      fail(board.dataset.failed);
      board.dataset.stamp = ""; // it may have moved all the same: the next look says so
    } finally {
      acting--;
      document.getElementById(card)?.classList.remove("busy");
    }
  }

  let moved = null;
  const move = (card, value) => {
    moved = card.id;
    card.classList.add("busy");
    return send(moves, { move: value }, card.id);
  };

  // In front of what watches forms elsewhere: a board sends many.
  document.addEventListener("submit", event => {
    const { target: form, submitter } = event;
    if (form === moves) {
      move(submitter.closest(".deal"), submitter.value);
    } else if (gate.contains(form)) {
      send(form, {}, moved);
    } else if (said.contains(form) && form.elements.returnUrl) {
      send(form, {}, moved);
    } else {
      return;
    }

    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("click", async event => {
    const link = event.target.closest("[data-more]");
    const column = columnOf(link);
    if (!link || cardsIn(column) + pageSize > most || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }

    event.preventDefault();
    const shown = cardsIn(column);
    await look(column);
    document.getElementById(column.id).querySelectorAll(".deal .title")[shown]?.focus();
  });

  // Only one menu is open at a time.
  document.addEventListener("toggle", event => {
    if (event.target.matches?.("details.moves") && event.target.open) {
      for (const other of board.querySelectorAll("details.moves[open]")) {
        other.open = other === event.target;
      }
    }
  }, true);
  document.addEventListener("keydown", event => {
    const menu = event.key === "Escape" ? event.target.closest?.("details.moves[open]") : null;
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  function watch(column) {
    const Sortable = window.Sortable;
    if (!Sortable) {
      return;
    }

    Sortable.create(column.querySelector(".deals"), {
      group: "deals",
      draggable: ".deal.movable",
      filter: "summary, button, .moves a",
      preventOnFilter: false,
      sort: false,
      animation: 0,
      forceFallback: true,
      fallbackOnBody: true,
      fallbackTolerance: 5,
      fallbackClass: "carried",
      ghostClass: "lifted",
      delay: 200,
      delayOnTouchOnly: true,
      touchStartThreshold: 5,
      scroll: true,
      bubbleScroll: true,
      scrollSensitivity: 30,
      onStart: event => {
        dragging = true;
        const targets = columnOf(event.from).dataset.targets.split(" ");
        for (const other of columns()) {
          const isHome = other === columnOf(event.from);
          other.classList.toggle("open", targets.includes(other.dataset.column));
          other.classList.toggle("closed", !isHome && !targets.includes(other.dataset.column));
        }
      },
      onEnd: event => {
        dragging = false;
        for (const other of columns()) {
          other.classList.remove("open", "closed");
        }

        const { item, from, to, oldIndex } = event;
        if (from !== to) {
          // It lies where it was until the answer says where it is.
          const target = columnOf(to).dataset.column;
          from.insertBefore(item, from.children[oldIndex] ?? null);
          move(item, `${item.dataset.no}/${item.dataset.version}/${target}`);
        }
      },
    });
  }

  // What others did: asked for now and then, while somebody looks.
  async function look(more) {
    try {
      const answer = await fetch(fragment(more || late ? null : board.dataset.stamp, more), { credentials: "same-origin" });
      if (answer.ok && answer.status !== 204) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (!dragging && acting === 0 && !gate.open) {
          take(page, more !== undefined);
        }
      }
    } catch {
      // Not to be had just now: the next look may fare better.
    }
  }

  const pause = document.querySelector("[data-board-pause]");
  let isPaused = false;
  pause.hidden = false;
  pause.addEventListener("click", () => {
    isPaused = !isPaused;
    [pause.textContent, pause.dataset.boardPause] = [pause.dataset.boardPause, pause.textContent];
  });
  const mayLook = () => document.visibilityState === "visible" && !isPaused && !dragging && acting === 0 && !gate.open;
  setInterval(() => { if (mayLook()) { look(); } }, 15000);
  document.addEventListener("visibilitychange", () => { if (mayLook()) { look(); } });

  for (const column of columns()) {
    watch(column);
  }
})();
