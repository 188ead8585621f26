/* What a block's element says of its place, in minutes of its column's day. */
const number = (element, name) => Number(element.dataset[name]);

export const startOf = (slot) => number(slot, "at");
export const endOf = (slot) => number(slot, "at") + number(slot, "len");
export const laneOf = (slot) => number(slot, "lane");
export const focusable = (slot) => slot.querySelector(".slot-a");

/* Whether it takes that minute: a processing gap is free. */
export const covers = (slot, minute) => {
  const inside = minute - startOf(slot);
  const gap = number(slot, "gapAt");
  return inside >= 0 && minute < endOf(slot) && !(inside >= gap && inside < gap + number(slot, "gap"));
};

/* What the column's clock shows then; on some days it turns. */
export const clock = (column, minute, hourCycle) => {
  const turns = number(column, "turnsAt");
  const wall = (minute + (turns >= 0 && minute >= turns ? number(column, "turnsBy") : 0) + 2880) % 1440;
  const hour = Math.floor(wall / 60);
  const two = (value) => String(value).padStart(2, "0");
  return hourCycle === 12 ? `${hour % 12 || 12}:${two(wall % 60)} ${hour < 12 ? "AM" : "PM"}` : `${two(hour)}:${two(wall % 60)}`;
};
