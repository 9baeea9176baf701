// Reads and draws cards with the reference renderer of Adaptive Cards. The page is given it as a script before this one.
(() => {
  const { AdaptiveCard, HostConfig, SerializationContext, Versions } = globalThis.AdaptiveCards;

  // Elements that Teams knows and the renderer does not: it gets what any client gets that does not know them.
  const teamsOnly = new Set(["Badge", "ProgressBar", "ProgressRing", "Icon", "Carousel", "CompoundButton"]);
  const isTeamsOnly = (type) => teamsOnly.has(type) || (type ?? "").startsWith("Chart.");

  function asOthersSee(node) {
    if (Array.isArray(node)) return node.map(asOthersSee).filter((n) => n !== null);
    if (node === null || typeof node !== "object") return node;
    if (isTeamsOnly(node.type)) {
      if (!node.fallback) throw new Error(node.type + " has no fallback");
      return node.fallback === "drop" ? null : asOthersSee(node.fallback);
    }
    // Teams looks choices up while one types, in cards of version 1.5 too; others choose from those that stand in the card.
    return Object.fromEntries(
      Object.entries(node).filter(([name]) => name !== "choices.data").map(([name, value]) => [name, asOthersSee(value)]));
  }

  // Cards use no Markdown of their own: what is left to do is to take back the escapes and to keep tags as text.
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    const plain = text.replace(/\\([!-/:-@[-`{-~])/g, "$1");
    result.outputHtml = plain.split("\n\n").map((line) => "<p>" + line.replace(/&/g, "&amp;").replace(/</g, "&lt;") + "</p>").join("");
    result.didProcess = true;
  };

  const themes = {
    light: {
      page: "#f5f5f5", card: "#ffffff", border: "#d1d1d1", text: "#242424", subtle: "#616161", accent: "#4f52b2", good: "#237b4b",
      warning: "#835c00", attention: "#b10e1c", field: "#ffffff",
      grounds: { emphasis: "#f0f0f0", accent: "#dcdef5", warning: "#fff4ce" },
    },
    dark: {
      page: "#1f1f1f", card: "#292929", border: "#525252", text: "#ffffff", subtle: "#c8c8c8", accent: "#a6a9fa", good: "#92c353",
      warning: "#f2c661", attention: "#f1a0a5", field: "#1f1f1f",
      grounds: { emphasis: "#1f1f1f", accent: "#3d3f73", warning: "#4a3a10" },
    },
    // As high contrast is: one ground, lines around what has one of its own.
    contrast: {
      page: "#000000", card: "#000000", border: "#ffffff", text: "#ffffff", subtle: "#ffffff", accent: "#ffff01", good: "#3ff23f",
      warning: "#ffff01", attention: "#ffff01", field: "#000000",
      grounds: { emphasis: "#000000", accent: "#1a3a5c", warning: "#000000" },
    },
  };

  function hostConfig(theme) {
    const both = (color) => ({ default: color, subtle: color });
    const colors = {
      default: { default: theme.text, subtle: theme.subtle }, dark: both(theme.text), light: both(theme.subtle), accent: both(theme.accent),
      good: both(theme.good), warning: both(theme.warning), attention: both(theme.attention),
    };
    const container = { backgroundColor: theme.card, foregroundColors: colors };
    return new HostConfig({
      supportsInteractivity: true,
      fontFamily: "'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif",
      spacing: { small: 4, default: 8, medium: 14, large: 20, extraLarge: 30, padding: 14 },
      containerStyles: {
        default: container,
        ...Object.fromEntries(Object.entries(theme.grounds).map(([style, ground]) => [style, { ...container, backgroundColor: ground }])),
      },
      actions: { maxActions: 6, actionsOrientation: "horizontal", actionAlignment: "left", buttonSpacing: 8, spacing: "default" },
      inputs: { label: { inputSpacing: "small", requiredInputs: { weight: "bolder" }, optionalInputs: { weight: "bolder" } } },
      textStyles: { heading: { size: "large", weight: "bolder" } },
      factSet: { title: { weight: "bolder", maxWidth: 150, wrap: true }, value: { wrap: true }, spacing: 10 },
    });
  }

  function read(json, theme) {
    // The renderer's expression remembers where it stopped: every other language would be refused.
    AdaptiveCard.langProperty.regEx.lastIndex = 0;
    const context = new SerializationContext(Versions.v1_5);
    const card = new AdaptiveCard();
    card.hostConfig = hostConfig(theme);
    card.parse(asOthersSee(json), context);
    const events = [];
    for (let i = 0; i < context.eventCount; i++) events.push(context.getEventAt(i).message);
    return { card, events };
  }

  // What the renderer has to say about each card, as lines "name: message".
  globalThis.checkCards = (samples) =>
    samples.flatMap(({ name, card }) => {
      const found = read(card, themes.light);
      return [...found.events, ...found.card.validateProperties().validationEvents.map((e) => e.message)]
        .map((message) => name + ": " + message);
    });

  // Draws all cards in columns; gives what does not fit into its card.
  globalThis.drawCards = (samples, themeName, width, columns) => {
    const theme = themes[themeName];
    const fonts = "'Segoe UI','Noto Sans','DejaVu Sans',sans-serif";
    document.body.innerHTML = "";
    document.body.style.cssText = `margin:0;padding:16px;background:${theme.page};color:${theme.text};font-family:${fonts};
      width:${columns * (width + 16)}px;column-count:${columns};column-gap:16px`;
    const style = document.createElement("style");
    style.textContent = `
      .frame{break-inside:avoid;margin:0 0 16px;width:${width}px}
      .frame>span{display:block;font:12px monospace;margin:0 0 4px;color:${theme.subtle}}
      .ac-adaptiveCard{border:1px solid ${theme.border};border-radius:6px;box-sizing:border-box}
      p{margin:0 0 4px}
      .ac-pushButton{font:600 13px ${fonts};padding:6px 12px;margin:0 0 6px;border:1px solid ${theme.border};border-radius:4px;
        background:${theme.card};color:${theme.text}}
      .ac-pushButton.style-positive{background:#5b5fc7;border-color:#5b5fc7;color:#ffffff}
      .ac-actionSet{flex-wrap:wrap}
      .ac-input:not([type=checkbox]):not([type=radio]):not(div){box-sizing:border-box;width:100%;padding:5px 8px;font:13px ${fonts};
        border:1px solid ${theme.border};border-radius:4px;background:${theme.field};color:${theme.text};color-scheme:${themeName}}
      input[type=checkbox],input[type=radio]{color-scheme:${themeName}}
      ::placeholder{color:${theme.subtle};opacity:1}`;
    document.body.append(style);
    const cut = [];
    for (const { name, card } of samples) {
      const frame = document.createElement("div");
      frame.className = "frame";
      const title = document.createElement("span");
      title.textContent = name;
      const { card: parsed } = read(card, theme);
      frame.append(title, parsed.render());
      for (const input of parsed.getAllInputs()) {
        // Where one can type to find a choice, the renderer shows its value; Teams shows its title.
        const chosen = (input.choices ?? []).find((choice) => choice.value === input.defaultValue);
        const field = input.renderedInputControlElement?.querySelector?.("input.ac-textInput") ?? input._textInput;
        if (chosen && field?.value === chosen.value) field.value = chosen.title;
      }
      document.body.append(frame);
      const edge = frame.getBoundingClientRect().right + 1;
      for (const element of frame.querySelectorAll(".ac-adaptiveCard *")) {
        const box = element.getBoundingClientRect();
        if (box.width > 0 && box.right > edge) cut.push(name + ": " + (element.textContent || element.tagName).slice(0, 60));
        else if (element.classList.contains("ac-pushButton") && element.scrollWidth > element.clientWidth + 1)
          cut.push(name + ": button " + element.textContent);
      }
    }
    return cut;
  };
})();
