/* A list that is put in order by hand: dragged by its grips, or Alt and the arrow keys on whatever is inside an item.
   Nothing is moved here: a drop is an event, and State moves the item; the focus follows it. */
import { createElement, useEffect, useRef } from "react";

const fill = (text, parts) => text.replace(/\{(\w+)\}/g, (_, name) => parts[name] ?? "");
const items = (list) => [...list.children].filter((item) => item.dataset.key);

class Hands {
  constructor(list, live, given) {
    Object.assign(this, { list, live, given, held: null, follow: null });
    this.quiet = new AbortController();
    const on = (target, name, act) => target.addEventListener(name, act.bind(this), { signal: this.quiet.signal });
    on(list, "pointerdown", this.down);
    on(window, "pointermove", this.moved);
    on(window, "pointerup", this.up);
    on(window, "pointercancel", this.leave);
    on(list, "keydown", this.key);
    on(window, "keydown", (event) => event.key === "Escape" && this.leave());
  }
  end() { this.quiet.abort(); this.leave(); }

  // ── by pointer ──
  down(event) {
    const item = event.target.closest("[data-grip]")?.closest("[data-key]");
    if (!item || event.button) return;
    this.held = { item, from: event.clientY, to: null };
  }
  moved(event) {
    if (!this.held) return;
    const { item, from } = this.held;
    if (this.held.to === null && Math.abs(event.clientY - from) < 5) return;
    item.dataset.lifted = "true";
    item.style.transform = `translateY(${event.clientY - from}px)`;
    const others = items(this.list).filter((other) => other !== item);
    this.held.to = others.filter((other) => { const box = other.getBoundingClientRect(); return event.clientY > box.top + box.height / 2; }).length;
    others.forEach((other, at) => {
      other.dataset.drop = at === this.held.to ? "before" : at === others.length - 1 && this.held.to === others.length ? "after" : "";
    });
  }
  up() {
    if (!this.held) return;
    const { item, to } = this.held;
    const at = items(this.list).indexOf(item);
    this.leave();
    if (to !== null && to !== at) this.move(item, to);
  }
  leave() {
    if (!this.held) return;
    this.held.item.style.transform = "";
    for (const item of items(this.list)) { delete item.dataset.lifted; delete item.dataset.drop; }
    this.held = null;
  }

  // ── by keyboard ──
  key(event) {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const item = event.target.closest("[data-key]");
    if (!item) return;
    event.preventDefault();
    const all = items(this.list), waiting = this.follow?.key === item.dataset.key;
    const to = (waiting ? this.follow.to : all.indexOf(item)) + (event.key === "ArrowUp" ? -1 : 1);
    if (to >= 0 && to < all.length) this.move(item, to);
  }

  move(item, to) {
    const { key, name } = item.dataset;
    this.follow = { key, to, part: document.activeElement?.id || "" };
    this.live.textContent = fill(this.given.current.says, { name, at: to + 1, all: items(this.list).length });
    this.given.current.onMove(key, to);
  }
  settle() {
    if (!this.follow) return;
    const item = items(this.list)[this.follow.to];
    if (item?.dataset.key !== this.follow.key) return;
    const part = this.follow.part && document.getElementById(this.follow.part);
    (part && item.contains(part) ? part : item.querySelector("[data-grip]"))?.focus();
    this.follow = null;
  }
}

export function Order({ children, says, listClass, label, onMove }) {
  const list = useRef(null), live = useRef(null), hands = useRef(null), given = useRef({});
  given.current = { says, onMove };
  useEffect(() => {
    hands.current = new Hands(list.current, live.current, given);
    return () => hands.current.end();
  }, []);
  useEffect(() => hands.current?.settle());
  return createElement(
    "div",
    null,
    createElement("ol", { ref: list, className: listClass, "aria-label": label }, children),
    createElement("p", { ref: live, className: "vh", role: "status" }),
  );
}
