/*
 * servicecenter: what the pages do beside htmx. Plain JavaScript, no build, no eval, strict content security policy.
 *
 * DATA ATTRIBUTES FOR TEMPLATES
 *   body[data-live="/live?since=…"] opens the event stream; event X becomes `live:X` on body (hx-trigger="live:X from:body")
 *   body[data-live-events="a b"]    names beside those found in hx-trigger; every name fires once where anything may have been missed
 *   data-key="F2" | "Alt+1"         this key clicks the element (focuses it if it is a field); data-key-name names it in "Tasten"
 *   kbd[data-key-cap="Alt+1"]       shows the key as the person has set it
 *   data-autofocus[="call-17"]      takes focus when it appears; with a value only once per value
 *   data-announce="Text"            said once to screen readers when it appears (calls, breaches); data-announce-level="assertive"
 *   details[name][data-open]        open also where it replaces an open one of its name, which the browser would let win
 *   time[data-since], [data-until]  counts up or down each second
 *   data-autosave[="#hint"]         on a form or field with hx-trigger: says "gespeichert", retries, tells of failure
 *   data-draft="contact-17-note"    on a field: keeps what is typed in this tab until the server has it
 *   data-toast[="10"]               goes away after that many seconds, not while pointer or focus rest on it
 *   data-close="#id" | ""           a button that removes the named element, or the message it stands in
 *   data-theme-choice="light|dark|system", data-keys-open
 *   role=combobox + aria-controls   ↑ ↓ move through the options of the listbox, Enter clicks the marked one
 *
 * KEYS. Chosen so that Chrome, Firefox, Edge and NVDA (Windows) keep theirs: F2 (search), F8 (next call, pause) and Alt+digit of
 * the upper row. Taken and refused: F1 F3–F7 F9–F12, Ctrl+…, Alt+letter of menus (Firefox), Alt+arrows, Alt+numpad (character
 * codes), AltGr. On Linux browsers Alt+1…8 choose tabs: there the page comes first, and each key can be changed or all be
 * switched off in the section "Tasten" (WCAG 2.1.4); the choice stays in this browser.
 */
(() => {
  "use strict";

  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const stored = {
    get(key, fallback) { try { return JSON.parse(localStorage.getItem(key)) ?? fallback; } catch { return fallback; } },
    set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* then it lasts for this page */ } },
  };
  const kept = {
    get(key) { try { return sessionStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { sessionStorage.setItem(key, value); } catch { /* full or forbidden */ } },
    drop(key) { try { sessionStorage.removeItem(key); } catch { /* nothing kept */ } },
  };
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const isField = (element) => element.matches("input, textarea, select, [contenteditable=true]");
  const isUsable = (element) =>
    !element.disabled && element.getAttribute("aria-disabled") !== "true" && (element.checkVisibility?.() ?? true);

  // ---------- theme ----------
  const themeChoice = () => { try { return localStorage.getItem("sc.theme") ?? "system"; } catch { return "system"; } };
  function showTheme(choice = themeChoice()) {
    for (const button of $$("[data-theme-choice]"))
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
  }
  function chooseTheme(choice) {
    try { localStorage.setItem("sc.theme", choice); } catch { /* for this page only */ }
    if (choice === "system") document.documentElement.removeAttribute("data-kern-theme");
    else document.documentElement.setAttribute("data-kern-theme", choice);
    showTheme(choice);
  }

  // ---------- messages ----------
  const DANGER = "danger";
  function alertBox(kind, what, why, now) {
    const title = make("span", { class: "kern-title" }, what);
    const close = make("button", { type: "button", class: "sc-alert__close", "data-close": "", "aria-label": "Meldung schließen" }, "×");
    const icon = make("span", { class: `kern-icon kern-icon--${kind}`, "aria-hidden": "true" });
    const box = make("div", { class: `kern-alert kern-alert--${kind}` }, make("div", { class: "kern-alert__header" }, icon, title, close));
    const rest = [why, now].filter(Boolean).map((text) => make("p", { class: "kern-body" }, text));
    if (rest.length) box.append(make("div", { class: "kern-alert__body" }, ...rest));
    return box;
  }
  function showAlert(kind, what, why, now) {
    const region = $("#sc-alerts");
    if (!region) return;
    for (const box of $$(":scope > .kern-alert", region))
      if ($(".kern-title", box)?.textContent === what) box.remove();
    region.append(alertBox(kind, what, why, now));
    if (region.children.length > 3) region.firstElementChild.remove();
  }
  const said = new Set();
  function announce(text, level = "polite") {
    const region = $(level === "assertive" ? "#sc-announce-now" : "#sc-announce");
    if (!region || !text) return;
    region.textContent = "";
    setTimeout(() => { region.textContent = text; }, 60);
  }
  function announceIn(root) {
    for (const element of found("[data-announce]", root)) {
      const text = element.dataset.announce;
      const id = element.dataset.announceId ?? text;
      if (said.has(id)) continue;
      said.add(id);
      announce(text, element.dataset.announceLevel);
    }
  }
  const found = (selector, root) => [...(root.matches?.(selector) ? [root] : []), ...$$(selector, root)];

  function forgetOldToasts() {
    // what was done was said when it was done: going back or loading again did nothing; what can be undone the server asks itself
    const [{ type } = {}] = performance.getEntriesByType("navigation");
    if (type === "reload" || type === "back_forward") for (const toast of $$("#sc-toasts > .sc-toast:not(:has(form))")) toast.remove();
  }
  function startToasts(root) {
    for (const toast of found("[data-toast]", root)) {
      if (toast.dataset.toastRuns) continue;
      toast.dataset.toastRuns = "1";
      let left = Number(toast.dataset.toast || 10) * 1000;
      const step = 250;
      const timer = setInterval(() => {
        if (!toast.isConnected) return clearInterval(timer);
        if (toast.matches(":hover, :focus-within") || document.hidden) return undefined;
        left -= step;
        if (left <= 0) { clearInterval(timer); toast.remove(); }
        return undefined;
      }, step);
    }
  }

  // ---------- clocks ----------
  function clockText(seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    const two = (n) => String(n).padStart(2, "0");
    return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
  }
  // The server's clock counts, not the desk's: <body data-now="ISO"> gives the difference
  const skew = (() => {
    const now = Date.parse(document.body?.dataset.now ?? "");
    return Number.isNaN(now) ? 0 : now - Date.now();
  })();
  function tick() {
    for (const clock of $$("[data-since], [data-until]")) {
      const at = Date.parse(clock.dataset.since ?? clock.dataset.until);
      if (Number.isNaN(at)) continue;
      const text = clockText((clock.dataset.since ? Date.now() + skew - at : at - Date.now() - skew) / 1000);
      if (clock.textContent !== text) clock.textContent = text;
    }
  }

  // ---------- live ----------
  const live = { names: new Set(), source: null, wait: 1, timer: 0 };
  function liveFire(name, detail) { document.body.dispatchEvent(new CustomEvent(`live:${name}`, { detail, bubbles: true })); }
  function liveListen(name) {
    live.source?.addEventListener(name, (event) => {
      let detail = event.data;
      try { detail = JSON.parse(event.data); } catch { /* plain text is fine */ }
      liveFire(name, detail);
    });
  }
  function liveNames(root) {
    const names = (document.body.dataset.liveEvents ?? "").split(/\s+/).filter(Boolean);
    for (const element of found("[hx-trigger*='live:']", root))
      names.push(...[...element.getAttribute("hx-trigger").matchAll(/live:([\w.-]+)/g)].map((match) => match[1]));
    for (const name of names) {
      if (live.names.has(name)) continue;
      live.names.add(name);
      liveListen(name);
    }
  }
  function liveState(lost) {
    const line = $("#sc-connection");
    if (line) {
      line.hidden = !lost;
      if (lost) $("[data-connection-text]", line).textContent =
        `Verbindung unterbrochen. Anrufe und Listen werden gerade nicht aktualisiert. Neuer Versuch in ${live.wait} s.`;
    }
  }
  function liveOpen() {
    clearTimeout(live.timer);
    // The address says since when: what happened before the stream stood open, also while it was interrupted, comes first.
    const source = new EventSource(document.body.dataset.live);
    live.source = source;
    for (const name of live.names) liveListen(name);
    source.addEventListener("missed", () => { for (const name of live.names) liveFire(name, { missed: true }); });
    source.onopen = () => {
      live.wait = 1;
      liveState(false);
    };
    source.onerror = () => {
      source.close();
      if (live.source !== source) return;
      live.wait = Math.min(live.wait * 2, 30);
      // a first short break (a restart, a proxy's timeout) is healed before anyone needs to know
      if (live.wait > 2) liveState(true);
      live.timer = setTimeout(liveOpen, live.wait * 1000);
    };
  }
  function startLive() {
    liveNames(document.body);
    if (!document.body.dataset.live || !window.EventSource) return;
    liveOpen();
    window.addEventListener("online", liveOpen);
    window.addEventListener("pagehide", () => { clearTimeout(live.timer); live.source?.close(); live.source = null; });
    window.addEventListener("pageshow", (event) => { if (event.persisted) liveOpen(); });
    $("#sc-connection [data-connection-retry]")?.addEventListener("click", () => { live.source?.close(); liveOpen(); });
  }

  // ---------- keys ----------
  const keys = stored.get("sc.keys", { on: true, map: {} });
  const TAKEN = /^(F1|F3|F4|F5|F6|F7|F9|F10|F11|F12|Alt\+(Left|Right|Home|[A-Z]))$/;
  const WORDS = { Shift: "Umschalt", Ctrl: "Strg" };
  const spoken = (key) => key.split("+").map((part) => WORDS[part] ?? part).join("+");
  const actual = (key) => keys.map[key] ?? key;

  /** The pressed key as "Alt+1" or "F2"; null where it is none we may take. */
  function pressed(event) {
    if (event.getModifierState?.("AltGraph") || event.metaKey || event.isComposing) return null;
    const digit = /^Digit(\d)$/.exec(event.code)?.[1];
    const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
    const name = digit ?? (letter ? event.key.toUpperCase() : null) ?? (/^F\d{1,2}$/.test(event.key) ? event.key : null);
    if (!name) return null;
    const parts = [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift"].filter(Boolean);
    return parts.length || name.length > 1 ? [...parts, name].join("+") : null;
  }
  function showKeys(root = document) {
    document.body.classList.toggle("sc-keys-off", !keys.on);
    for (const cap of $$("[data-key-cap]", root)) cap.textContent = spoken(actual(cap.dataset.keyCap));
    for (const element of $$("[data-key]", root)) {
      if (keys.on) element.setAttribute("aria-keyshortcuts", actual(element.dataset.key).replace("Ctrl", "Control"));
      else element.removeAttribute("aria-keyshortcuts");
    }
    const box = $("[data-keys-on]");
    if (box) box.checked = keys.on;
  }
  function keyName(element) {
    const label = element.labels?.[0]?.textContent ?? element.getAttribute("aria-label");
    const clone = element.cloneNode(true);
    for (const cap of $$("kbd", clone)) cap.remove();
    return element.dataset.keyName ?? label?.trim() ?? clone.textContent.trim().replace(/\s+/g, " ");
  }
  function keyRow(key, name) {
    const cap = make("kbd", { class: "sc-key", "data-key-cap": key }, spoken(actual(key)));
    const change = make("button", { type: "button", class: "kern-btn kern-btn--tertiary kern-btn--small", "data-key-change": key, "aria-label": `Taste für ${name} ändern` },
      make("span", { class: "kern-label" }, "ändern"));
    return make("li", {}, make("span", {}, name), make("span", { class: "sc-cluster" }, cap, change));
  }
  function listKeys() {
    const list = $("[data-keys-list]");
    if (!list) return;
    const seen = new Map();
    for (const element of $$("[data-key]")) if (!seen.has(element.dataset.key)) seen.set(element.dataset.key, keyName(element));
    list.replaceChildren(...[...seen].map(([key, name]) => keyRow(key, name)));
    const none = $("[data-keys-none]");
    if (none) none.hidden = seen.size > 0;
  }
  function tellKeys(text) { const place = $("[data-keys-told]"); if (place) place.textContent = text; }
  let waitingFor = null;
  function recordKey(event) {
    if (["Shift", "Control", "Alt", "AltGraph", "Meta", "Tab"].includes(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const [key, wished] = [waitingFor, event.key === "Escape" ? null : pressed(event)];
    waitingFor = null;
    const others = $$("[data-key]").map((element) => element.dataset.key).filter((other) => other !== key).map(actual);
    if (event.key === "Escape") tellKeys("Nichts geändert.");
    else if (!wished || TAKEN.test(wished) || (event.ctrlKey && !event.altKey)) tellKeys("Diese Taste braucht der Browser oder das Schreiben. Bitte F2, F8 oder Alt mit einer Ziffer nehmen.");
    else if (others.includes(wished)) tellKeys(`${spoken(wished)} ist schon vergeben. Bitte eine andere Taste nehmen.`);
    else {
      if (wished === key) delete keys.map[key]; else keys.map[key] = wished;
      stored.set("sc.keys", keys);
      tellKeys(`Gespeichert: ${spoken(wished)}.`);
    }
    showKeys();
  }
  function onKey(event) {
    if (waitingFor) return recordKey(event);
    if (event.key === "Escape") return closeMenus(event);
    if (!keys.on || event.defaultPrevented) return undefined;
    const key = pressed(event);
    if (!key) return undefined;
    const element = $$("[data-key]").find((candidate) => actual(candidate.dataset.key) === key && isUsable(candidate));
    if (!element) return undefined;
    event.preventDefault();
    if (event.repeat) return undefined;
    if (isField(element)) { element.focus(); element.select?.(); } else if (element.tagName === "SUMMARY") { element.focus(); element.click(); } else element.click();
    return undefined;
  }
  function closeMenus(event) {
    const menu = event.target.closest?.("details.sc-menu[open]");
    if (menu) { menu.open = false; $("summary", menu)?.focus(); }
    else if (event.target.closest?.("[data-toast]")) event.target.closest("[data-toast]").remove();
  }
  function onKeysSection(event) {
    const change = event.target.closest("[data-key-change]");
    if (change) { waitingFor = change.dataset.keyChange; tellKeys("Jetzt die neue Taste drücken. Esc bricht ab."); }
    if (event.target.closest("[data-keys-reset]")) { keys.map = {}; keys.on = true; stored.set("sc.keys", keys); showKeys(); tellKeys("Alle Tasten sind wieder wie am Anfang."); }
    if (event.target.matches("[data-keys-on]")) { keys.on = event.target.checked; stored.set("sc.keys", keys); showKeys(); tellKeys(keys.on ? "Tasten sind eingeschaltet." : "Tasten sind ausgeschaltet."); }
  }

  // ---------- search: the field keeps the focus, the list moves ----------
  const listOf = (field) => document.getElementById(field.getAttribute("aria-controls"));
  const optionsOf = (field) => { const list = listOf(field); return list ? $$("[role=option]", list) : []; };
  const markedOf = (field) => optionsOf(field).find((option) => option.getAttribute("aria-selected") === "true");
  function mark(field, option) {
    for (const other of optionsOf(field)) other.setAttribute("aria-selected", String(other === option));
    if (option?.id) field.setAttribute("aria-activedescendant", option.id); else field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }
  function onComboKey(event) {
    const field = event.target.closest?.("[role=combobox][aria-controls]");
    if (!field || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const options = optionsOf(field);
    const at = options.indexOf(markedOf(field));
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.key];
    if (step && options.length) {
      event.preventDefault();
      field.dataset.moved = "1";
      mark(field, options[Math.min(options.length - 1, Math.max(0, at + step))]);
    } else if (event.key === "Enter" && (options.length || field.dataset.stale)) {
      event.preventDefault();
      // faster than the server: open the first hit as soon as it is there
      if (field.dataset.stale) openWhenThere(field); else (options[at] ?? options[0]).click();
    }
  }
  function openWhenThere(field) {
    field.dataset.enter = "1";
    // no answer comes where the text was typed back to what it had been
    setTimeout(() => {
      if (!field.dataset.enter) return;
      delete field.dataset.enter;
      delete field.dataset.stale;
      markedOf(field)?.click();
    }, 1500);
  }
  function refreshCombos(target) {
    for (const field of $$("[role=combobox][aria-controls]")) {
      const list = listOf(field);
      if (!list || !(target === list || target.contains(list) || list.contains(target))) continue;
      const options = optionsOf(field);
      const stays = field.dataset.moved ? options.find((option) => option.id && option.id === field.getAttribute("aria-activedescendant")) : null;
      mark(field, stays ?? options[0]);
      field.setAttribute("aria-expanded", String(options.length > 0));
      delete field.dataset.stale;
      if (field.dataset.enter && options.length) markedOf(field)?.click();
      delete field.dataset.enter;
    }
  }

  // ---------- saving ----------
  function hintOf(element) {
    const holder = element.closest("[data-autosave]");
    if (!holder) return null;
    if (holder.dataset.autosave) return $(holder.dataset.autosave);
    let around = holder;
    while (around && around !== document.body && !$(".sc-saved", around)) around = around.parentElement;
    return around ? $(".sc-saved", around) : null;
  }
  function tellSaved(element, state, text) {
    const hint = hintOf(element);
    if (!hint) return;
    hint.dataset.state = state;
    hint.textContent = text;
  }
  const draftsOf = (element) => found("[data-draft]", element);
  function keepDraft(field) { kept.set(`sc.draft.${field.dataset.draft}`, field.value); }
  function restoreDrafts(root) {
    for (const field of found("[data-draft]", root)) {
      const draft = kept.get(`sc.draft.${field.dataset.draft}`);
      if (draft === null || draft === field.value || field.dataset.draftSeen) continue;
      field.dataset.draftSeen = "1";
      field.value = draft;
      tellSaved(field, "draft", "Noch nicht gespeicherter Text wurde wiederhergestellt.");
    }
  }
  function retrySave(element) {
    const wait = Math.min(30, Number(element.dataset.retryWait ?? 2) * 2);
    element.dataset.retryWait = String(wait);
    tellSaved(element, "failed", `Noch nicht gespeichert. Neuer Versuch in ${wait} s, Ihr Text bleibt hier stehen.`);
    clearTimeout(element.retryTimer);
    element.retryTimer = setTimeout(() => { if (element.isConnected) sendAgain(element); }, wait * 1000);
  }
  function sendAgain(element) {
    const verb = ["post", "put", "patch"].find((name) => element.hasAttribute(`hx-${name}`));
    if (!verb) return;
    const swap = element.getAttribute("hx-swap") ?? "none";
    window.htmx.ajax(verb, element.getAttribute(`hx-${verb}`), { source: element, swap, target: element.getAttribute("hx-target") ?? element });
  }

  // ---------- what htmx reports ----------
  function problemOf(xhr) {
    if (!/json/.test(xhr.getResponseHeader("Content-Type") ?? "")) return null;
    try { return JSON.parse(xhr.responseText); } catch { return null; }
  }
  const isHtml = (xhr) => /^text\/html/.test(xhr.getResponseHeader("Content-Type") ?? "");
  function onBeforeSwap(event) {
    const { xhr } = event.detail;
    if (xhr.status < 400) return;
    // a form with its faults (422), or a message the server has addressed itself
    event.detail.shouldSwap = isHtml(xhr) && (xhr.status === 422 || xhr.getResponseHeader("HX-Retarget") !== null);
    if (event.detail.shouldSwap) event.detail.isError = false;
  }
  const GENERAL = {
    401: ["Sie sind nicht mehr angemeldet.", "Die Anmeldung ist abgelaufen.", "Bitte melden Sie sich in einem neuen Fenster an und versuchen Sie es dann hier noch einmal. Ihr Text bleibt stehen."],
    403: ["Das ist hier nicht erlaubt.", "Ihre Rolle darf das nicht, oder die Seite ist zu lange offen gewesen.", "Bitte laden Sie die Seite neu oder fragen Sie die Aufsicht."],
    404: ["Das gibt es nicht mehr.", "Es wurde inzwischen geändert oder entfernt.", "Bitte laden Sie die Seite neu."],
    409: ["Jemand war schneller.", "Der Stand hat sich inzwischen geändert.", "Bitte laden Sie die Seite neu und sehen Sie den neuen Stand an."],
    413: ["Der Text ist zu lang.", "Der Server nimmt so viel Text nicht an.", "Bitte kürzen Sie den Text und versuchen Sie es noch einmal."],
    429: ["Das waren zu viele Versuche.", "Zum Schutz ist eine kurze Pause nötig.", "Bitte warten Sie eine Minute und versuchen Sie es dann noch einmal."],
  };
  const BROKEN = ["Das hat nicht geklappt.", "Im Programm ist ein Fehler aufgetreten.", "Bitte versuchen Sie es noch einmal. Was Sie geschrieben haben, steht noch hier."];
  const OFFLINE = ["Der Server ist nicht erreichbar.", "Die Verbindung ist unterbrochen oder der Server startet gerade neu.", "Bitte versuchen Sie es gleich noch einmal. Was Sie geschrieben haben, steht noch hier."];
  function onFailure(event) {
    const element = event.detail.elt;
    const holder = element.closest?.("[data-autosave]");
    const xhr = event.type === "htmx:responseError" ? event.detail.xhr : null;
    if (holder && (!xhr || xhr.status >= 500)) return retrySave(holder);
    if (holder) tellSaved(element, "failed", "Nicht gespeichert.");
    if (!xhr) return showAlert(DANGER, ...OFFLINE);
    const problem = problemOf(xhr);
    const [what, why, now] = GENERAL[xhr.status] ?? BROKEN;
    const told = problem?.what ?? problem?.title;
    return told ? showAlert(DANGER, told, problem.why ?? problem.detail, problem.now) : showAlert(DANGER, what, why, now);
  }
  function onAfterRequest(event) {
    const element = event.detail.elt;
    const holder = element.closest?.("[data-autosave]");
    // the status, not htmx's `successful`: it leaves that out where the answer leads elsewhere, and says yes to a form with faults
    if (!(event.detail.xhr?.status < 400) || event.detail.requestConfig?.verb === "get") return;
    for (const field of draftsOf(holder ?? element)) kept.drop(`sc.draft.${field.dataset.draft}`);
    if (!holder) return;
    delete holder.dataset.retryWait;
    const time = new Date(Date.now() + skew).toLocaleTimeString("de-DE", { hour: "2-digit", minute: "2-digit" });
    tellSaved(element, "saved", `gespeichert ${time}`);
  }

  // ---------- appearing ----------
  const focused = new Set();
  function autofocusIn(root) {
    const element = found("[data-autofocus]", root).find((candidate) => {
      const once = candidate.dataset.autofocus;
      return isUsable(candidate) && !(once && focused.has(once));
    });
    if (!element) return;
    if (element.dataset.autofocus) focused.add(element.dataset.autofocus);
    if (!element.matches("a, button, input, select, textarea, summary, [tabindex]")) element.setAttribute("tabindex", "-1");
    element.focus({ preventScroll: false });
  }
  function onAppear(root) {
    for (const fold of found("details[data-open]", root)) fold.open = true;
    restoreDrafts(root);
    startToasts(root);
    announceIn(root);
    liveNames(root);
    showKeys(root === document.body ? document : root);
    if ($("details[data-keys-section]")?.open) listKeys();
    tick();
  }

  // ---------- wiring ----------
  function onClick(event) {
    const target = event.target;
    if (!(target instanceof Element)) return;
    const theme = target.closest("[data-theme-choice]");
    if (theme) chooseTheme(theme.dataset.themeChoice);
    const close = target.closest("[data-close]");
    if (close) (close.dataset.close ? $(close.dataset.close) : close.closest(".kern-alert, .sc-toast, [data-toast]"))?.remove();
    if (target.closest("[data-keys-open]")) {
      const section = $("details[data-keys-section]");
      if (section) { section.open = true; listKeys(); $("summary", section).focus(); }
    }
    if (target.closest("[data-keys-section]")) onKeysSection(event);
    for (const menu of $$("details.sc-menu[open]")) if (!menu.contains(target) || target.closest("[data-keys-open]")) menu.open = false;
  }
  function onSubmit(event) {
    const form = event.target;
    if (event.defaultPrevented || form.matches("[hx-post], [hx-get], [hx-put], [hx-patch], [hx-delete], [data-resubmit]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    for (const button of $$("button[type=submit], button:not([type])", form)) button.setAttribute("aria-busy", "true");
    setTimeout(() => settleForm(form), 8000);
  }
  function settleForm(form) {
    delete form.dataset.sent;
    for (const button of $$("[aria-busy]", form)) button.removeAttribute("aria-busy");
  }
  function onInput(event) {
    const field = event.target;
    if (!(field instanceof Element)) return;
    if (field.matches("[role=combobox]")) { field.dataset.stale = "1"; delete field.dataset.moved; delete field.dataset.enter; }
    if (field.matches("[data-draft]")) keepDraft(field);
    if (field.closest("[data-autosave]")) tellSaved(field, "typing", "wird gespeichert …");
  }
  function openNamed() {
    // a link to /inbox/17#delay means what is in the fold, not its closed lid
    const named = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    if (named?.matches("details")) named.open = true;
  }
  function start() {
    document.addEventListener("click", onClick);
    document.addEventListener("submit", onSubmit);
    document.addEventListener("input", onInput);
    document.addEventListener("keydown", onKey);
    document.addEventListener("keydown", onComboKey);
    window.addEventListener("pageshow", () => { for (const form of $$("form[data-sent]")) settleForm(form); });
    $("details[data-keys-section]")?.addEventListener("toggle", listKeys);
    window.addEventListener("hashchange", openNamed);
    const body = document.body;
    body.addEventListener("htmx:beforeSwap", onBeforeSwap);
    for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) body.addEventListener(name, onFailure);
    body.addEventListener("htmx:afterRequest", onAfterRequest);
    body.addEventListener("htmx:afterSettle", (event) => { refreshCombos(event.detail.target ?? event.target); autofocusIn(event.target); });
    body.addEventListener("htmx:oobAfterSwap", (event) => { onAppear(event.detail.target); refreshCombos(event.detail.target); });
    body.addEventListener("htmx:load", (event) => { if (event.detail.elt !== body) onAppear(event.detail.elt); });
    showTheme();
    forgetOldToasts();
    onAppear(body);
    openNamed();
    refreshCombos(body);
    autofocusIn(body);
    startLive();
    setInterval(tick, 1000);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
