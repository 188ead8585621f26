/* What the signed-in page does by itself: keys, dialogs, menus, toasts. It only clicks and focuses what the page already shows,
   named by data attributes; it holds no data and calls no server, but for sending files somebody chose. Loaded in the head, before the first paint. */
"use strict";
(() => {
  const TOAST_SECONDS = 10;
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const visible = (element) => element.getClientRects().length > 0;

  // ── light or dark, before anything is painted ──
  try {
    const chosen = localStorage.getItem("theme");
    const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    document.documentElement.classList.toggle("dark", dark);
  } catch { /* storage is closed to us: the system's choice stands */ }

  // ── dialogs: the browser's own ──
  const open = (dialog) => {
    if (!dialog || dialog.open) return;
    for (const other of all("dialog[open]")) other.close();
    prepare(dialog);
    dialog.showModal();
  };
  const follow = (dialog) => (dialog.dataset.shown === "true" ? open(dialog) : dialog.open && dialog.close());

  // A dialog that wants its words typed keeps its verb locked until they are the same.
  const prepare = (dialog) => {
    for (const input of all("[data-must-equal]", dialog)) lock(input);
    for (const list of all("[data-filters]", dialog)) { list.value = ""; filter(list); }
  };
  const lock = (input) => {
    const verb = find("[data-confirms]", input.closest("dialog"));
    if (verb) verb.disabled = input.value.trim() !== input.dataset.mustEqual;
  };

  // ── find or do ──
  const entries = (input) => all("[role=option]", document.getElementById(input.dataset.filters));
  const choose = (input, entry) => {
    for (const other of entries(input)) other.setAttribute("aria-selected", String(other === entry));
    if (!entry) return input.removeAttribute("aria-activedescendant");
    entry.id ||= `option-${Math.random().toString(36).slice(2)}`;
    input.setAttribute("aria-activedescendant", entry.id);
    entry.scrollIntoView({ block: "nearest" });
  };
  const filter = (input) => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const entry of entries(input)) {
      const said = `${entry.textContent} ${entry.dataset.words ?? ""}`.toLowerCase();
      entry.hidden = entry.dataset.served !== "true" && !words.every((word) => said.includes(word));
    }
    const left = entries(input).filter((entry) => !entry.hidden);
    const none = find(".pal-none", document.getElementById(input.dataset.filters));
    if (none) none.hidden = left.length > 0;
    choose(input, left[0]);
  };
  const walkEntries = (input, step) => {
    const left = entries(input).filter((entry) => !entry.hidden);
    const at = left.findIndex((entry) => entry.getAttribute("aria-selected") === "true");
    choose(input, left[(at + step + left.length) % left.length]);
  };

  // ── rows and keys ──
  const typing = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]");
  const handle = (row) => (row.matches("a, button") ? row : find("a, button", row));
  const walkRows = (step) => {
    const rows = all("[data-row]").filter(visible);
    if (!rows.length) return;
    const focused = rows.findIndex((row) => row.contains(document.activeElement));
    const at = focused >= 0 ? focused : rows.findIndex((row) => row.hasAttribute("aria-current"));
    handle(rows[Math.min(Math.max(at + step, 0), rows.length - 1)])?.focus();
  };
  const act = (selector) => {
    const target = all(selector).find((element) => visible(element) && !element.disabled);
    if (!target) return false;
    if (target.matches("input, textarea")) target.focus();
    else target.click();
    if (target.matches("summary")) requestAnimationFrame(() => items(target.parentElement)[0]?.focus());
    return true;
  };
  const items = (menu) => all(".menu :is(a, button, input):not([disabled])", menu).filter(visible);
  const walkMenu = (target, key) => {
    const menu = target.closest?.("details[data-menu][open]");
    const step = { arrowdown: 1, arrowup: -1 }[key];
    if (!menu || !step) return false;
    const stops = items(menu);
    stops[(stops.indexOf(target) + step + stops.length) % stops.length]?.focus();
    return true;
  };

  // ── words to put in while writing: "/" at the beginning of a line, "@" before a name ──
  let writing = null; // the field, and where in it the chosen words go
  const pick = (event) => {
    const field = event.target;
    const named = { "/": field.dataset?.slash, "@": field.dataset?.at }[event.key];
    const dialog = named && document.getElementById(named);
    if (!dialog || !find("[role=option]", dialog)) return false;
    if (!(event.key === "/" ? /(^|\n)$/ : /(^|\s)$/).test(field.value.slice(0, field.selectionStart))) return false;
    writing = { field, sign: event.key };
    open(dialog);
    return true;
  };
  const put = (words) => {
    const { field } = writing;
    field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const insert = (words, dialog) => {
    const field = all("textarea").find((one) => one.dataset.slash === dialog.id || one.dataset.at === dialog.id);
    if (!field) return;
    if (!writing) field.selectionStart = field.selectionEnd = field.value.length;
    writing = { field, sign: "" };
    put(words);
  };
  const insertInto = (field, words) => { // where the cursor was last, beside what is written there
    if (!field) return;
    field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };
  const onClose = (event) => { // nothing was chosen: the sign itself was meant
    if (!writing || event.target.nodeName !== "DIALOG") return;
    if (writing.sign && writing.field.isConnected) put(writing.sign);
    const { field } = writing;
    writing = null;
    requestAnimationFrame(() => field.focus());
  };

  // A grid of days is walked by arrows: data-walks says how many stand in a row.
  const walkGrid = (target, key) => {
    const grid = target.closest?.("[data-walks]");
    const across = Number(grid?.dataset.walks);
    const step = { arrowleft: -1, arrowright: 1, arrowup: -across, arrowdown: across }[key];
    if (!grid || !step) return false;
    const stops = all("[data-walk]", grid);
    stops[stops.indexOf(target.closest("li:has([data-walk])").querySelector("[data-walk]")) + step]?.focus();
    return true;
  };

  let going = 0; // when "g" was pressed: the next key is a place
  const onKey = (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const key = event.key.toLowerCase();
    const command = event.metaKey || event.ctrlKey;
    const target = event.target;
    if (command && key === "k") { event.preventDefault(); return open(document.getElementById("palette")); }
    if (command && key === "enter" && target.matches?.("[data-sends]")) { event.preventDefault(); sendAs(target.form, "now"); return target.form?.requestSubmit(); }
    if (target.matches?.("[data-filters]")) {
      const step = { arrowdown: 1, arrowup: -1 }[key];
      if (step) { event.preventDefault(); return walkEntries(target, step); }
      if (key === "enter") { event.preventDefault(); return find("[role=option][aria-selected=true]", target.closest("dialog"))?.click(); }
    }
    if (key === "escape") return onEscape(event);
    if (!command && pick(event)) return event.preventDefault();
    if (walkMenu(target, key)) return event.preventDefault();
    if (command || event.altKey || typing(target) || find("dialog[open]")) return;
    if (key === "?") { event.preventDefault(); return open(document.getElementById("keys")); }
    if (going && Date.now() - going < 1500) { going = 0; if (act(`[data-go="${CSS.escape(key)}"]`)) event.preventDefault(); return; }
    if (walkGrid(target, key)) return event.preventDefault();
    if (key === "g") { going = Date.now(); return; }
    if (key === "j" || key === "k") { event.preventDefault(); return walkRows(key === "j" ? 1 : -1); }
    if (key.length === 1 && act(`[data-key="${CSS.escape(key)}"]`)) event.preventDefault();
  };
  const onEscape = (event) => {
    if (find("dialog[open]")) return; // the dialog closes itself
    const menu = find("details[data-menu][open]");
    if (menu) { menu.open = false; find("summary", menu)?.focus(); return; }
    if (typing(event.target)) return event.target.blur();
    find("[data-drawer] .drawer-head [aria-label]:last-child")?.click();
  };

  // ── clicks ──
  const sendAs = (form, how) => { const field = form && find("[data-how]", form); if (field) field.value = how; };
  const onClick = (event) => {
    const target = event.target;
    const chosen = target.closest?.("[data-inserts]");
    if (chosen?.dataset.into) insertInto(document.getElementById(chosen.dataset.into), chosen.dataset.inserts);
    else if (chosen) insert(chosen.dataset.inserts, chosen.closest("dialog"));
    const sender = target.closest?.("[data-submits]"); // the same form, sent another way
    if (sender?.form) { sendAs(sender.form, sender.dataset.submits); sender.form.requestSubmit(); }
    else if (target.closest?.("[type=submit]")) sendAs(target.closest("form"), "now");
    const opener = target.closest?.("[data-opens]");
    if (opener) open(document.getElementById(opener.dataset.opens));
    if (target.closest?.("[data-prints]")) print();
    if (target.closest?.("[data-closes], dialog [role=option]")) target.closest("dialog")?.close();
    if (target.matches?.("dialog[open]")) target.close(); // the backdrop
    for (const menu of all("details[data-menu][open]"))
      if (!menu.contains(target) || target.closest(".menu a, .menu button:not([data-stays]), .more a")) menu.open = false;
    const wrong = target.closest?.("[data-focus]");
    if (wrong) { event.preventDefault(); document.getElementById(wrong.dataset.focus)?.focus(); }
  };
  // ── files: each is sent at once to where its input says; then the button that takes notice is pressed ──
  const problemOf = (request) => {
    try { const told = JSON.parse(request.responseText); return told.errors?.[0]?.message ?? told.detail ?? told.title; } catch { return "?"; }
  };
  const sendFile = (input, file, bar) => new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${input.dataset.uploads}?name=${encodeURIComponent(file.name.slice(-200))}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => { bar.hidden = false; bar.value = event.total ? event.loaded / event.total : 0; };
    request.onloadend = () => done(request.status === 201 ? "" : `${file.name}: ${problemOf(request)}`);
    request.send(file);
  });
  const sendFiles = async (input) => {
    const form = input.form, files = [...input.files], wrong = [];
    const bar = find("[data-sending]", form), said = find("[data-not-sent]", form);
    input.value = "";
    said.textContent = "";
    for (const file of files) wrong.push(await sendFile(input, file, bar));
    bar.hidden = true;
    said.textContent = wrong.filter(Boolean).join(" · ");
    find("[data-sent]", form)?.click();
  };
  const onChange = (event) => { if (event.target.matches?.("[data-uploads]")) sendFiles(event.target); };
  const onInput = (event) => {
    if (event.target.matches?.("[data-must-equal]")) lock(event.target);
    if (event.target.matches?.("[data-filters]")) filter(event.target);
  };

  // ── what appears ──
  const leave = (toast) => {
    setTimeout(() => {
      if (toast.matches(":hover, :focus-within")) return leave(toast);
      if (toast.isConnected) find("[data-dismiss]", toast)?.click();
    }, TOAST_SECONDS * 1000);
  };
  // What the server found has come: it stands first, and the first is chosen.
  const served = (node) => {
    const list = node.closest(".pal-list"), input = list && find(`[data-filters="${list.id}"]`);
    if (input?.closest("dialog").open) filter(input);
  };
  // What was sent came back with a fault: the first field to mend is chosen, unless whoever sent it is elsewhere by now.
  let sent = null;
  const firstWrong = (form) => find("[aria-invalid=true]", form)?.focus();
  const onSubmit = (event) => { sent = event.target; firstWrong(sent); }; // a fault that stays adds nothing to the page
  const refuse = (form) => {
    if (!form || form !== sent || !(form.contains(document.activeElement) || document.activeElement === document.body)) return;
    sent = null;
    requestAnimationFrame(() => firstWrong(form));
  };
  // A drawer takes the focus when it opens, and gives it back to whatever had it.
  let cameFrom = null;
  const enter = (drawer) => {
    if (document.activeElement === document.body || drawer.contains(document.activeElement)) return; // nobody opened it: the page began so
    cameFrom = document.activeElement;
    const body = find(".drawer-body", drawer);
    const first = matchMedia("(pointer: fine)").matches && body && find("form :is(button, input, select)", body); // a finger wants no keyboard yet
    (first || body)?.focus({ preventScroll: true });
  };
  const left = (node) => {
    if (!(node.matches("[data-drawer]") || find("[data-drawer]", node)) || find("[data-drawer]")) return;
    if (document.activeElement === document.body && cameFrom?.isConnected) cameFrom.focus({ preventScroll: true });
    cameFrom = null;
  };
  // What a search led to stands in the middle, once it is drawn.
  const reach = (found) => {
    if (found.dataset.found === "true") requestAnimationFrame(() => found.scrollIntoView({ block: "center" }));
  };
  const meet = (element) => {
    const drawer = element.matches("[data-drawer]") ? element : find("[data-drawer]", element);
    if (drawer) requestAnimationFrame(() => enter(drawer));
    for (const dialog of [...(element.matches("dialog[data-shown]") ? [element] : []), ...all("dialog[data-shown]", element)]) follow(dialog);
    for (const toast of [...(element.matches("[data-toast]") ? [element] : []), ...all("[data-toast]", element)]) leave(toast);
    const found = element.matches("[data-found=true]") ? element : find("[data-found=true]", element);
    if (found) reach(found);
    if (element.matches("p.error")) refuse(element.closest("form"));
    const errors = element.matches(".errors") ? element : find(".errors", element);
    if (errors) requestAnimationFrame(() => (find("[aria-invalid=true]", errors.closest("form") ?? document) ?? errors).focus());
  };
  const watch = () => {
    new MutationObserver((changes) => {
      for (const change of changes) {
        if (change.attributeName === "data-shown") follow(change.target);
        if (change.attributeName === "data-found") reach(change.target);
        for (const node of change.removedNodes) if (node.nodeType === Node.ELEMENT_NODE) left(node);
        for (const node of change.addedNodes) if (node.nodeType === Node.ELEMENT_NODE) meet(node);
        if (change.type === "childList" && change.target.closest?.("#palette-list")) served(change.target);
      }
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-shown", "data-found"] });
    meet(document.body);
  };

  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("input", onInput);
  document.addEventListener("change", onChange);
  document.addEventListener("close", onClose, true);
  document.addEventListener("submit", onSubmit, true);
  addEventListener("beforeunload", (event) => { if (find("[data-unsaved=true]")) event.preventDefault(); });
  if (document.body) watch();
  else document.addEventListener("DOMContentLoaded", watch);
})();
