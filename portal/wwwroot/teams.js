// In a Teams tab: Teams knows who is there, and says so with a token that the portal checks.
(async () => {
  const form = document.getElementById("teams");
  const teams = window.microsoftTeams;
  try {
    await teams.app.initialize();
    form.elements.token.value = await teams.authentication.getAuthToken();
    form.submit();
  } catch {
    document.getElementById("wait").hidden = true; // not in Teams, or Teams gives no token: the link stays
  }
})();
