// In a Teams tab: Teams says who is there, how it looks and which record was meant; pages without Teams do not load this.
(() => {
  const teams = window.microsoftTeams;
  const tab = document.getElementById("teams-tab").dataset;
  const patience = 15000; // what Teams' own first answer may take

  const started = Promise.race([
    teams.app.initialize(),
    new Promise((_, refuse) => { setTimeout(() => refuse(new Error("silence")), patience); }),
  ]);

  // The theme is told with the page's address first (theme.js); from then on Teams says when it changes.
  const show = theme => document.dispatchEvent(new CustomEvent("theme", { detail: theme }));
  started.then(async () => {
    teams.app.notifySuccess();
    teams.app.registerOnThemeChangeHandler(show);
    const context = await teams.app.getContext();
    show(context.app.theme);
    // Only the page that Teams opened leads on to the record: afterwards people go where they like.
    const meant = context.page.subPageId;
    if (meant && new URLSearchParams(window.location.search).has("theme")) {
      const page = new URL(meant, window.location.origin);
      if (page.origin === window.location.origin) {
        window.location.replace(page);
      }
    }
  }).catch(() => { /* not in Teams, or an old one: the page works without */ });

  // Teams opens its own places itself; a frame may not.
  document.addEventListener("click", event => {
    const link = event.target.closest("a[href^='https://teams.microsoft.com/l/']");
    if (link) {
      event.preventDefault();
      started.then(() => teams.app.openLink(link.href)).catch(() => window.open(link.href, "_blank", "noopener"));
    }
  });

  // Signing in: the page waits, brings the token, and says why when there is none.
  const form = document.getElementById("teams");
  const signIn = async () => {
    const say = what => {
      for (const part of document.querySelectorAll("[data-teams]")) { part.hidden = part.dataset.teams !== what; }
    };
    say("wait");
    try {
      await started;
      form.elements.token.value = await teams.authentication.getAuthToken();
      form.submit();
    } catch (error) {
      const why = String(error?.message ?? error);
      say(/cancel/i.test(why) ? "cancelled" : /consent|grant|interaction/i.test(why) ? "consent" : "none");
    }
  };
  if (form) {
    document.getElementById("again").addEventListener("click", signIn);
    signIn();
    return;
  }

  // A session ends after some hours; it is begun anew before, while the page stays. A form sent after its end waits for that.
  if (!tab.seconds) { return; }
  const early = 10 * 60 * 1000;
  let ends = 0;
  let renewing = null;
  const renew = () => renewing ??= (async () => {
    try {
      await started;
      const body = new URLSearchParams({ token: await teams.authentication.getAuthToken({ silent: true }), person: tab.person });
      const answer = await fetch(tab.renew, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
      if (answer.status === 409) {
        window.location.reload(); // somebody else is there now
      } else if (answer.ok) {
        lasts(Number(await answer.text()));
      }
    } catch {
      // Then the next page asks Teams again, as at the beginning.
    } finally {
      renewing = null;
    }
  })();
  const lasts = seconds => {
    ends = Date.now() + seconds * 1000;
    setTimeout(renew, Math.min(Math.max(seconds * 1000 - early, early / 10), 2 ** 31 - 1));
  };
  lasts(Number(tab.seconds));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() > ends - early) { renew(); }
  });
  document.addEventListener("submit", event => {
    if (event.target.method === "post" && Date.now() > ends) {
      event.preventDefault();
      event.stopImmediatePropagation();
      const { target, submitter } = event;
      renew().then(() => {
        ends = Math.max(ends, Date.now() + 1000); // sent once more whatever came of it
        target.requestSubmit(submitter);
      });
    }
  }, { capture: true });
})();
