/* The calendar's hands: dragging by mouse and by touch, the ghost and what is said of it; keys.js is the keyboard.
   Nothing of the day is drawn here: rows are placed by the page, and a drop is an event; only State moves a booking. */
import { createElement, useEffect, useRef } from "react";
import { create, focusAt, focused, keepStop, onKey } from "./keys.js";
import { clock, endOf, focusable, laneOf, startOf } from "./places.js";

const SLIP = 4; // pixels a mouse may slip before a press is a drag
const WOBBLE = 10; // a finger's; further is scrolling
const PRESS = 400; // milliseconds until a finger lifts what lies under it
const ASK = 125; // between two questions
const PATIENCE = 5000; // how long a dropped ghost waits for State
const EDGE = 44; // pixels from the edge that scroll while holding

const make = (tag, className, ...content) => {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...content);
  return element;
};
const fill = (text, parts) => text.replace(/\{(\w+)\}/g, (_, name) => parts[name] ?? "");

class Hands {
  constructor(root, live) {
    Object.assign(this, { root, live, props: {}, held: null, ghost: null, press: null, spot: null, wanted: "", asked: 0, settled: undefined });
    this.scroller = root.querySelector(".board-scroll");
    this.cell = make("button", "board-cell");
    this.cell.type = "button";
    this.time = make("b", "drop num");
    this.quiet = new AbortController();
    const on = (target, name, act, more) => target.addEventListener(name, act.bind(this), { signal: this.quiet.signal, ...more });
    on(this.scroller, "pointerdown", this.down);
    on(window, "pointermove", this.moved);
    on(window, "pointerup", this.up);
    on(window, "pointercancel", () => this.leave());
    on(this.scroller, "touchmove", (event) => this.held && event.preventDefault(), { passive: false });
    on(this.scroller, "contextmenu", (event) => this.press?.touch && event.preventDefault());
    on(this.scroller, "dragstart", (event) => event.preventDefault());
    on(root, "click", this.clicked, { capture: true });
    on(document, "keydown", this.key, { capture: true });
    on(this.scroller, "focusin", (event) => { const slot = event.target.closest("li.slot"); if (slot) focused(this, slot); });
    on(this.scroller, "scroll", this.showWhose);
    this.watch = new MutationObserver(() => this.settle());
    this.watch.observe(this.scroller, { childList: true, subtree: true });
  }

  given(props) {
    const first = this.settled === undefined;
    this.props = props;
    if (!first && props.settled !== this.settled && !this.held) this.clear();
    this.settled = props.settled;
    if (this.held) this.tell();
    this.settle();
  }
  end() {
    this.quiet.abort();
    this.watch.disconnect();
    this.clear();
  }

  // ── the grid ──
  get columns() { return [...this.scroller.querySelectorAll(".board-col")]; }
  column(id) { return this.columns.find((column) => column.dataset.column === id); }
  body(column) { return column.querySelector(".board-b"); }
  slots(column) { return [...column.querySelectorAll("li.slot")].sort((a, b) => startOf(a) - startOf(b) || laneOf(a) - laneOf(b)); }
  snap(minute) { return Math.round(minute / this.props.step) * this.props.step; }
  minuteAt(column, y) {
    const box = this.body(column).getBoundingClientRect();
    return this.props.opens + ((y - box.top) / box.height) * (this.props.closes - this.props.opens);
  }
  columnAt(x) {
    const away = (column) => { const box = column.getBoundingClientRect(); return Math.max(box.left - x, x - box.right, 0); };
    return this.columns.reduce((best, column) => (away(column) < away(best) ? column : best));
  }
  columnOf(slot) { return slot.closest(".board-col").dataset.column; }
  clock(column, minute) { return clock(column, minute, this.props.hourCycle); }
  within(minute, from, to) { return Math.min(Math.max(minute, from), Math.max(from, to)); }
  say(text) { this.live.textContent = text; }

  // ── what is held: a block that moves, an end that is pulled, a new place ──
  hold(act, slot, place, by) {
    if (!this.props.mayChange) return false;
    if (slot && (act === "resize" ? slot.dataset.resizable : slot.dataset.movable) !== "true") return false;
    this.clear();
    const home = slot ? { column: this.columnOf(slot), start: startOf(slot), end: endOf(slot) } : place;
    this.held = { act, slot, by, home, id: slot?.dataset.id ?? "", grab: 0, ...home };
    const who = slot?.querySelector(".who").textContent ?? this.props.words.new;
    this.ghost = make("div", "slot is-ghost");
    this.ghost.setAttribute("aria-hidden", "true");
    this.ghost.append(...(slot ? slot.cloneNode(true).childNodes : [this.blank(who)]));
    for (const link of this.ghost.querySelectorAll("a")) { link.removeAttribute("href"); link.removeAttribute("tabindex"); }
    for (const piece of this.ghost.querySelectorAll(".bk")) piece.classList.add(slot ? "lift" : "new");
    if (slot) {
      this.ghost.style.cssText = slot.style.cssText;
      this.ghost.style.setProperty("--lanes", 1);
      this.ghost.style.setProperty("--lane", 0);
      slot.dataset.lifted = "true";
    }
    this.tip = make("span", "board-tip");
    this.ghost.append(this.tip);
    this.root.dataset.holding = act;
    this.place(home.column, home.start, home.end, true);
    this.say(fill(this.props.words[by === "keys" ? `${act}_keys` : act], { who }));
    return true;
  }
  blank(who) {
    const time = make("span", "num");
    time.dataset.time = "true";
    const piece = make("span", "bk", make("span", "l1", make("span", "who", who)), make("span", "svc", time));
    return make("span", "slot-a", piece);
  }
  place(id, start, end, quiet = false) {
    const held = this.held;
    if (!quiet && held.column === id && held.start === start && held.end === end) return;
    const column = this.column(id);
    Object.assign(held, { column: id, start, end });
    const range = `${this.clock(column, start)}–${this.clock(column, end)}`;
    if (this.ghost.parentElement !== this.body(column)) this.body(column).append(this.ghost);
    this.ghost.style.setProperty("--at", start);
    this.ghost.style.setProperty("--len", end - start);
    for (const piece of this.ghost.querySelectorAll("[data-time]")) piece.textContent = range;
    this.time.textContent = this.clock(column, held.act === "resize" ? end : start);
    this.time.style.setProperty("--at", held.act === "resize" ? end : start);
    this.scroller.querySelector(".board-axis .board-b").append(this.time);
    for (const other of this.columns) other.toggleAttribute("data-drop", other === column);
    if (!quiet) this.say(`${range}, ${column.dataset.name}`);
    if (held.by === "keys") this.ghost.scrollIntoView({ block: "nearest", inline: "nearest" });
    const low = this.ghost.getBoundingClientRect().bottom + EDGE > this.scroller.getBoundingClientRect().bottom;
    this.ghost.toggleAttribute("data-low", low);
    this.tell();
    this.ask();
  }
  get answer() {
    const { verdict } = this.props;
    const { id, column, start, end } = this.held;
    return verdict?.asked === `${id}|${column}|${start}|${end}` ? verdict : null;
  }
  tell() {
    const answer = this.answer;
    const text = answer ? answer.text : this.atHome() ? this.props.words.here : this.props.words.checking;
    const level = answer?.level ?? "";
    if (this.tip.textContent === text && this.tip.dataset.level === level) return;
    Object.assign(this.tip.dataset, { level });
    this.tip.textContent = text;
    this.ghost.dataset.level = level;
    if (answer) this.say(text);
  }
  atHome() {
    const { act, home, column, start, end } = this.held;
    return act !== "create" && home.column === column && home.start === start && home.end === end;
  }
  ask() {
    clearTimeout(this.asking);
    if (this.atHome()) return;
    this.asking = setTimeout(() => {
      if (!this.held) return;
      this.asked = performance.now();
      this.props.onAsk?.(this.held.id, this.held.column, this.held.start, this.held.end);
    }, Math.max(0, this.asked + ASK - performance.now()));
  }
  drop() {
    const { act, id, column, start, end, by } = this.held;
    if (this.atHome()) return this.leave();
    if (this.answer?.level === "taken") return this.leave(this.answer.text);
    const slot = this.held.slot;
    this.held = null;
    this.wanted = by === "keys" ? id : "";
    delete this.root.dataset.holding;
    this.ghost.dataset.sent = "true";
    this.tip.remove();
    this.say(this.props.words.sent);
    this.waiting = setTimeout(() => this.clear(), PATIENCE);
    if (act === "create") this.props.onCreate?.(column, start, end);
    else this.props.onMove?.(id, column, start, end);
    if (by === "keys" && !slot) focusAt(this, this.column(column), start);
  }
  leave(why = "") {
    clearTimeout(this.press?.timer);
    this.press = null;
    if (!this.held) return;
    const { slot, by } = this.held;
    this.clear();
    this.say(`${this.props.words.kept} ${why}`.trim());
    if (by === "keys" && slot) focusable(slot).focus();
  }
  clear() {
    clearTimeout(this.asking);
    clearTimeout(this.waiting);
    this.held = null;
    this.ghost?.remove();
    this.time.remove();
    for (const slot of this.scroller.querySelectorAll("[data-lifted]")) delete slot.dataset.lifted;
    for (const column of this.columns) column.removeAttribute("data-drop");
    delete this.root.dataset.holding;
  }

  // ── by pointer ──
  down(event) {
    const body = event.target.closest(".board-col .board-b");
    if (!body || event.button || !event.isPrimary || this.held) return;
    const slot = event.target.closest("li.slot");
    const act = slot ? (event.target.closest(".slot-end") ? "resize" : "move") : "create";
    const touch = event.pointerType !== "mouse";
    this.press = { act, slot, touch, column: body.closest(".board-col"), x: event.clientX, y: event.clientY };
    if (touch) this.press.timer = setTimeout(() => this.lift() && navigator.vibrate?.(10), PRESS);
  }
  lift() {
    const { act, slot, touch, column, y } = this.press;
    const minute = this.minuteAt(column, y);
    const from = Math.floor(minute / this.props.step) * this.props.step;
    const place = { column: column.dataset.column, start: from, end: from + (touch ? this.props.length : this.props.step) };
    if (!this.hold(act, slot, place, touch ? "touch" : "mouse")) { this.press = null; return false; }
    this.held.grab = minute - (act === "resize" ? endOf(slot) : act === "move" ? startOf(slot) : from);
    return true;
  }
  moved(event) {
    if (!this.press || !event.isPrimary) return;
    const far = Math.hypot(event.clientX - this.press.x, event.clientY - this.press.y);
    if (!this.held && this.press.touch && far > WOBBLE) return this.leave();
    if (!this.held && (this.press.touch || far < SLIP || !this.lift())) return;
    this.last = { x: event.clientX, y: event.clientY };
    this.follow();
    if (!this.rolling) this.roll();
  }
  follow() {
    const { act, by, grab, start, end, home } = this.held;
    const column = act === "move" || by === "touch" && act === "create" ? this.columnAt(this.last.x) : this.column(home.column);
    const minute = this.minuteAt(column, this.last.y);
    const { opens, closes, step } = this.props;
    if (act === "resize") return this.place(home.column, start, Math.min(Math.max(this.snap(minute - grab), start + step), closes));
    if (act === "create" && by === "mouse") {
      const edge = this.within(this.snap(minute), opens, closes);
      return this.place(home.column, Math.min(home.start, edge), Math.max(home.start + step, edge));
    }
    const from = this.within(this.snap(minute - grab), opens, closes - (end - start));
    this.place(column.dataset.column, from, from + end - start);
  }
  roll() { // near an edge the day scrolls under what is held
    this.rolling = this.held && this.press && requestAnimationFrame(() => this.roll());
    if (!this.rolling) return;
    const box = this.scroller.getBoundingClientRect();
    const pull = (at, from, to) => (at < from + EDGE ? -1 : at > to - EDGE ? 1 : 0);
    const across = this.held.act === "move" ? pull(this.last.x, box.left, box.right) : 0;
    const before = [this.scroller.scrollLeft, this.scroller.scrollTop];
    this.scroller.scrollBy(across * 12, pull(this.last.y, box.top + EDGE, box.bottom) * 8);
    if (before[0] !== this.scroller.scrollLeft || before[1] !== this.scroller.scrollTop) this.follow();
  }
  up(event) {
    const press = this.press;
    if (!press || !event.isPrimary) return;
    clearTimeout(press.timer);
    this.press = null;
    if (this.held) {
      this.dropped = true; // the click that follows a drag is not one
      setTimeout(() => { this.dropped = false; });
      return this.drop();
    }
    if (press.act !== "create") return;
    focusAt(this, press.column, Math.floor(this.minuteAt(press.column, press.y) / this.props.step) * this.props.step);
    if (document.activeElement === this.cell) create(this);
  }
  clicked(event) {
    const stop = () => { event.preventDefault(); event.stopPropagation(); };
    const switched = event.target.closest("[data-to]");
    if (switched) return this.column(switched.dataset.to)?.scrollIntoView({ inline: "start", block: "nearest" });
    if (this.dropped) return stop();
    if (event.target.closest(".board-cell") && !event.detail) { stop(); return create(this); } // pressed by a key or by a reader
    const slot = event.target.closest("li.slot");
    if (!slot || !this.props.onOpen || event.metaKey || event.ctrlKey || event.shiftKey) return;
    stop();
    this.props.onOpen(slot.dataset.id);
  }

  key(event) {
    this.wanted = "";
    if (onKey(this, event)) { event.preventDefault(); event.stopPropagation(); }
  }

  // ── after each drawing ──
  settle() {
    const [first] = this.columns;
    if (!first || this.props.step === undefined) return;
    if (!this.shown) {
      this.shown = true;
      const column = this.columns.find((each) => each.classList.contains("is-me")) ?? first;
      const px = this.body(column).clientHeight / (this.props.closes - this.props.opens);
      this.scroller.scrollTo({ top: (this.props.scrollTo - this.props.opens) * px, left: this.columns.indexOf(column) * first.clientWidth });
    }
    this.showWhose();
    const again = this.wanted && document.activeElement === document.body && this.scroller.querySelector(`li.slot[data-id="${CSS.escape(this.wanted)}"]`);
    if (again) focusable(again).focus();
    keepStop(this);
  }
  showWhose() { // on a phone: whose column is in sight
    const middle = this.scroller.getBoundingClientRect().left + this.scroller.clientWidth / 2;
    const seen = this.columnAt(middle).dataset.column;
    const moved = this.seen !== seen;
    this.seen = seen;
    for (const each of this.root.querySelectorAll("[data-to]")) {
      each.setAttribute("aria-pressed", String(each.dataset.to === seen));
      if (moved && each.dataset.to === seen) each.parentElement.scrollBy(each.getBoundingClientRect().left - each.parentElement.getBoundingClientRect().left - 16, 0);
    }
  }
}

export function Board({ children, className, id, ...props }) {
  const root = useRef(null);
  const live = useRef(null);
  const hands = useRef(null);
  useEffect(() => {
    hands.current = new Hands(root.current, live.current);
    return () => hands.current.end();
  }, []);
  useEffect(() => hands.current.given(props));
  return createElement("div", { ref: root, className, id }, children, createElement("p", { ref: live, className: "vh", role: "status" }));
}
