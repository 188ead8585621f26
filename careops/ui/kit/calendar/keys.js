/* The calendar by keyboard: arrows walk over blocks and free times, one place of the board is where Tab comes to;
   what is picked up moves by arrows until Enter drops it or Escape puts it back. */
import { covers, endOf, focusable, startOf } from "./places.js";

/* Whether the key meant the board, and so nobody else. */
export const onKey = (hands, event) => {
  if (event.defaultPrevented || event.isComposing || event.metaKey || event.ctrlKey || event.altKey) return false;
  const inside = hands.scroller.contains(event.target);
  if (hands.held) return (inside || event.key === "Escape") && carry(hands, event);
  return inside && Boolean(event.target.closest(".slot-a, .board-cell")) && walk(hands, event);
};

// ── while something is held ──
const carry = (hands, { key, shiftKey = false }) => {
  const { column, start, end, act, by, slot } = hands.held;
  const { step, opens, closes } = hands.props;
  if (key === "Escape" || key === "Tab") { hands.leave(); return key === "Escape"; }
  if (by !== "keys") return false;
  const stretch = { "[": -step, "]": step, ...((shiftKey || act === "resize") && { ArrowUp: -step, ArrowDown: step }) }[key];
  const shift = { ArrowUp: -step, ArrowDown: step, PageUp: -60, PageDown: 60 }[key];
  const turn = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (stretch) {
    if (act !== "move" || slot.dataset.resizable === "true") hands.place(column, start, Math.min(Math.max(end + stretch, start + step), closes));
  } else if (shift && act !== "resize") {
    const from = hands.within(hands.snap(start + shift), opens, closes - (end - start));
    hands.place(column, from, from + end - start);
  } else if (turn && act !== "resize") {
    const next = hands.columns[hands.columns.indexOf(hands.column(column)) + turn];
    if (next) hands.place(next.dataset.column, start, end);
  } else if (key === "Enter" || key === " ") hands.drop();
  else return false;
  return true;
};

// ── while nothing is ──
const walk = (hands, { key, shiftKey, target }) => {
  const slot = target.closest("li.slot");
  const { column: id, minute } = hands.spot;
  const column = hands.column(id);
  const { opens, closes, step } = hands.props;
  const stretch = { "[": -1, "]": 1, ...(shiftKey && { ArrowUp: -1, ArrowDown: 1 }) }[key];
  if (stretch && slot) { if (hands.hold("resize", slot, null, "keys")) carry(hands, { key: stretch < 0 ? "[" : "]" }); }
  else if (stretch > 0) hands.hold("create", null, { column: id, start: minute, end: minute + step }, "keys");
  else if (key === "m" && slot) hands.hold("move", slot, null, "keys");
  else if (key === "c" || (key === "Enter" && !slot)) create(hands);
  else if (key === "ArrowDown") below(hands, slot, column);
  else if (key === "ArrowUp") above(hands, slot, column);
  else if (key === "ArrowLeft" || key === "ArrowRight") aside(hands, slot, column, key === "ArrowLeft" ? -1 : 1);
  else if (key === "Home" || key === "End") focusAt(hands, column, key === "Home" ? opens : closes - step);
  else if (key === "PageUp" || key === "PageDown") focusAt(hands, column, minute + (key === "PageUp" ? -60 : 60));
  else return false;
  return true;
};

export const create = (hands) => {
  if (hands.props.mayChange && hands.spot)
    hands.props.onCreate?.(hands.spot.column, hands.spot.minute, hands.spot.minute + hands.props.length);
};

const below = (hands, slot, column) => {
  const { step } = hands.props;
  const from = slot ? startOf(slot) : hands.spot.minute;
  const free = slot ? endOf(slot) : from + step;
  const next = hands.slots(column).find((other) => startOf(other) > from && startOf(other) <= free);
  if (next) focusSlot(hands, next);
  else focusAt(hands, column, Math.ceil(free / step) * step);
};

const above = (hands, slot, column) => {
  const { step } = hands.props;
  const from = slot ? startOf(slot) : hands.spot.minute;
  const free = Math.ceil(from / step) * step - step;
  const before = hands.slots(column).filter((other) => startOf(other) < from && endOf(other) > free).at(-1);
  if (before) focusSlot(hands, before);
  else focusAt(hands, column, free);
};

const aside = (hands, slot, column, way) => {
  const { minute } = hands.spot;
  const here = hands.slots(column).filter((other) => covers(other, minute));
  const beside = here.includes(slot) && here[here.indexOf(slot) + way];
  if (beside) return focusSlot(hands, beside, minute);
  const next = hands.columns[hands.columns.indexOf(column) + way];
  if (next) focusAt(hands, next, minute, way);
};

// ── where the focus is ──
export const focusAt = (hands, column, minute, way = 1) => {
  const { opens, closes, step } = hands.props;
  const at = hands.within(minute, opens, closes - step);
  const here = hands.slots(column).filter((slot) => covers(slot, at));
  if (here.length) return focusSlot(hands, here.at(way < 0 ? -1 : 0), at);
  const again = document.activeElement === hands.cell && hands.cell.parentElement === hands.body(column);
  putCell(hands, column, at);
  hands.cell.focus({ preventScroll: true });
  hands.cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (again) hands.say(hands.cell.ariaLabel); // a new name of what has the focus already is not read by itself
};

const focusSlot = (hands, slot, minute = startOf(slot)) => {
  focusable(slot).focus();
  hands.spot = { column: hands.columnOf(slot), minute };
};

/* The free time that has the focus is one button, put where the focus is. */
export const putCell = (hands, column, minute) => {
  const shade = [...column.querySelectorAll(".board-shade")].find((each) => startOf(each) <= minute && minute < endOf(each));
  if (hands.cell.parentElement !== hands.body(column)) hands.body(column).append(hands.cell);
  hands.cell.style.setProperty("--at", minute);
  hands.cell.style.setProperty("--len", hands.props.step);
  hands.cell.textContent = hands.clock(column, minute);
  hands.cell.ariaLabel = `${hands.cell.textContent}, ${shade?.textContent || hands.props.words.free}, ${column.dataset.name}`;
  hands.spot = { column: column.dataset.column, minute };
  stop(hands, hands.cell);
};

/* A block got the focus, by whatever means. */
export const focused = (hands, slot) => {
  hands.spot = { column: hands.columnOf(slot), minute: startOf(slot) };
  stop(hands, focusable(slot));
};

const STOPS = ".slot-a[tabindex='0'], .board-cell[tabindex='0']";
const stop = (hands, element) => {
  for (const other of hands.scroller.querySelectorAll(STOPS)) other.tabIndex = -1;
  element.tabIndex = 0;
};

/* Tab finds exactly one place, whatever was drawn anew. */
export const keepStop = (hands) => {
  if (hands.scroller.querySelector(STOPS)) return;
  const slot = hands.scroller.querySelector("li.slot");
  if (slot) focused(hands, slot);
  else putCell(hands, hands.columns[0], hands.props.opens);
};
