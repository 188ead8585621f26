"""The signed-in kit: every component once, as functions of Vars and handlers; no State lives here.

Long because it is a list: what there is to draw with, by the file it is drawn in.
Import from here: `from careops.ui import kit` and `kit.button("Confirm booking", Page.confirm, look="primary")`.

basics: What every component is made of: words, class names, inline values, icons, keys, links, plain forms.
  classes(*names)
  when(flag, yes, no=)
  shown(flag, component)
  inline(values)
  among(value, cases, otherwise=)
  how_many(items)
  row_icon(name)
  icon(name, size=)
  hidden(*words)
  num(*words, class_name=)
  kbd(key, *, hidden_from_readers=)
  link(label, href, *, strong=)
  RawA
  raw_link(*content, href, new_tab=, class_name=, **more)
  NativeForm
  native_form(*content, action, **more)
buttons: What is pressed: buttons, menus, tips, the switch between light and dark.
  button(label, on_click=, *, look=, icon_name=, key=, small=, wide=, busy=, disabled=, submit=, opens=, **more)
  icon_button(icon_name, label, on_click=, *, look=, small=, disabled=, submit=, opens=, key=, class_name=, **more)
  link_button(label, href, *, look=, icon_name=, small=, wide=, key=, outside=, class_name=, **more)
  button_group(*buttons)
  menu(trigger, *items, label=, upwards=, from_start=, trigger_class=, key=)
  menu_item(label, on_click=, *, icon_name=, key=, danger=, opens=, **more)
  menu_link(label, href, *, icon_name=)
  menu_line()
  tooltip(target, words, *, key=)
  theme_toggle()
  close_button(label, on_click=, *, href=)
  removable(label, on_click)
  copy_button(id, label)
fields: What is filled in: label above, help below, an error that says the fix and keeps what was typed.
  field(label, name, *, value=, default_value=, on_change=, on_blur=, error=, help_text=, optional=, before=, after=, type=, **more)
  textarea(label, name, *, value=, default_value=, on_change=, on_blur=, error=, help_text=, optional=, **more)
  options(choices)
  select(label, name, choices, *, value=, default_value=, on_change=, error=, help_text=, optional=, **more)
  checkbox(label, name, *, checked=, default_checked=, on_change=, help_text=, value=, **more)
  radio(label, name, value, *, checked=, default_checked=, on_change=)
  toggle(label, *, checked=, default_checked=, on_change=, bare=, name=, **more)
  radio_cards(label, name, choices, *, value=, default_value=, on_change=)
  segmented(label, choices, *, value, on_choose=, hrefs=, icons=)
  pick(label, name, *, avatar=, checked=, default_checked=, on_change=, value=)
  stepper(value, *, less=, more=, label=)
  search_box(label, name, *, value=, on_change=, placeholder=, key=, **more)
  form_row(*fields)
  form(*content, on_submit, **more)
  form_foot(*buttons)
  once(key)
  error_summary(errors)
parts: Small words and marks: people, states, chips, counts, levels, notes.
  avatar(initials, tint, *, size=)
  status(label, tone=, icon_name=, *, plain=)
  chip(label, *, icon_name=)
  badge(count, label, *, new=)
  dot(label, *, hot=)
  live_mark(label)
  level(have, of, label, *, promised=, tick=, tone=)
  progress(done, of, words)
  note(*content, tone=, icon_name=, action=, live=)
  banner(*content, icon_name=, action=)
  error_line(message)
  late(words, is_late, *, tone=)
lists: Rows, tables, tabs, facts; and what stands in a list's place while it is empty or on its way.
  rows(*items, boxed=, numbered=, label=)
  list_row(title, href, *, detail=, start=, end=, current=)
  plain_row(*content, end=)
  needs_you(sentence, href, *, why, icon_name, tone=, urgency, action)
  Column
  table(caption, columns, body, *, two_lines_on_phone=)
  table_row(*cells, selected=)
  row_link(label, href)
  tabs(label, *items)
  tab(label, href, *, current=, count=)
  facts(*pairs, class_name=)
  stat_link(number, words, href, *, tone=)
  stats(*links)
  timeline(*items)
  moment(what, at, *, icon_name, tone=, more=)
  moment_day(label)
  empty(title, sentence, *, ghost, action=)
  skeleton(width=)
  skeleton_rows(count=)
  loaded(is_loaded, items, draw, nothing, *, boxed=, label=, count=)
  more_button(there_is_more, button)
layout: Where things lie on the sheet: pages, heads, sections, panes beside each other.
  page(*content, narrow=)
  top_bar(title, *actions, before=, class_name=)
  crumbs(parent, href, title, *actions)
  name_on_phone(name)
  page_header(title, *actions, sentence=)
  sentence(*parts)
  sentence_link(words, href)
  section(title, *content, id, count=, aside=, end=)
  sections(*parts)
  card(*content, title=, sunk=)
  beside(main, drawer)
  two_panes(first, second, *, show, wide=)
  three_panes(first, second, third, *, show, labels)
  live_preview(label, *content, open_link=)
  back_link(label, href)
layers: What lies over or beside the work: drawer, dialogs, toasts.
  Dialog
  dialog(title, *content, id, foot=, shown=, on_close=)
  closing_button(label)
  confirm_dialog(question, consequence, *, id, verb, keep, on_confirm, type_to_confirm=, typed=, look=, shown=, on_close=)
  drawer(title, *content, label, on_close=, close_href=, head=, foot=)
  toast(text, *, tone=, on_close=, undo=)
  toast_region(*toasts)
days: A day drawn: the ribbon (providers beside hours) and the calendar (columns by provider), with one grammar for a booking.
  state_class(state)
  booking_status(state, label, *, plain=)
  booking_block(block)
  closed_block(closed)
  calendar_column(lane)
  now_line(at)
  calendar_day(label, hours, lanes, *, hour_count, now=, now_at=)
  day_ribbon(hours, lanes, *, hour_count, now=, now_at=)
  booking_mark(state, who, service)
  booking_card(title, time, *, state, state_label, detail=, actions=)
  week_strip(days)
  who_strip(label, lanes)
rows: The shapes a day is drawn from: a State holds these rows, computed by its domain; the kit only places them.
  share(part, whole)
  Closed
  Block
  Lane
  Hour
  Day
  Step
thread: A conversation: its row in the list, what was said, and where the answer is written.
  conversation_row(name, preview, href, *, initials, tint, when_said, channel_icon, channel, unread=, late=, current=, extra=)
  conversation_rows(*items, label)
  list_head(title, *actions)
  thread_head(title, *actions, under=, back=)
  messages(*items, label=)
  day_divider(label)
  found_row(name, *line, href, initials, tint, at, channel_icon, channel)
  label_mark(name, tint)
  label_choice(name, tint, *, on, on_click)
  bubble(words, *more, ours, by, at, state_icon=, state=, trouble=, found=)
  folded(summary, words)
  file_link(name, size, href)
  file_chosen(name, size, remove, on_remove)
  file_input(label, to, *, disabled=)
  files_row(*files, label, sending, on_sent)
  thing_card(title, *lines, mark, href, link)
  later_reply(words, said, *actions, held, reason)
  thread_line(words, at)
  system_line(summary, at, detail=, *, icon_name=)
  internal_note(words, *, by, at)
  composer(*, name=, label=, channels=, channel=, on_channel=, to=, length=, value=, default_value=, on_change=, on_blur=, on_submit=,
      tools=, saved=, send=, placeholder=, slash=, at=, note=, extra=)
  channel_choice(key, words, icon_name, *, checked, on_channel=, why=, shortcut=)
  context_head(name, href, about, *, initials, tint)
  context_part(title, *content)
  context_booking(time, what, href)
wizard: Setting up in calm steps: a rail with ticks, one form, a live preview.
  progress_rail(name, initial, steps, *, words, phone_words, done, of=)
  wizard(rail, *content, foot, preview, preview_label)
  wizard_title(question, help_text)
palette: Find or do: one box for every place and deed, opened with ⌘K or Ctrl K.
  palette_entry(label, href, *, icon_name, words=, keys=)
  palette_found(title, detail, href, *, start, on_click)
  palette_group(title, *entries, id)
  palette(*groups, on_search=)
  picker_entry(label, inserts, *, detail=, start=, words=)
  picker(label, *entries, id, foot=)
  keys_dialog(keys, *, title=)
shell: The signed-in page around its work: sidebar or phone bar, one white sheet. The frame package fills it from who is signed in.
  shell(content, *, sidebar, phone_bar, over=, fixed=)
  sidebar(workspace, *groups, person)
  workspace_menu(name, initial, *items)
  person_menu(name, initials, tint, *items)
  find_button()
  nav_group(label, *links)
  nav_link(label, href, icon_name, *, current=, count=, count_words=, hot=, go=)
  phone_bar(*links)
  phone_link(label, href, icon_name, *, current=, count=, count_words=)
  phone_more(*content)
  bell(count, *items, upwards=)
  bell_line(words, href, *, urgency, tone)
  phone_top(title, *actions)
calendar: Days by column, weeks, months, lists and the printed day, worked by mouse, finger and keyboard.
  A package with names of its own, `kit.calendar.board(…)`; its docstring is the contract.
"""

from careops.ui.kit import calendar
from careops.ui.kit.basics import (
    Child,
    Count,
    Flag,
    Handler,
    NativeForm,
    RawA,
    Text,
    among,
    classes,
    hidden,
    how_many,
    icon,
    inline,
    kbd,
    link,
    native_form,
    num,
    raw_link,
    row_icon,
    shown,
    when,
)
from careops.ui.kit.buttons import (
    Look,
    button,
    button_group,
    close_button,
    copy_button,
    icon_button,
    link_button,
    menu,
    menu_item,
    menu_line,
    menu_link,
    removable,
    theme_toggle,
    tooltip,
)
from careops.ui.kit.choices import checkbox, pick, radio, radio_cards, segmented, stepper, toggle
from careops.ui.kit.composing import channel_choice, composer, file_chosen, file_input, files_row, later_reply
from careops.ui.kit.days import (
    booking_card,
    booking_mark,
    booking_status,
    day_ribbon,
    state_class,
    week_strip,
)
from careops.ui.kit.fields import Option, error_summary, field, form, form_foot, form_row, once, options, search_box, select, textarea
from careops.ui.kit.layers import Dialog, closing_button, confirm_dialog, dialog, drawer, toast, toast_region
from careops.ui.kit.layout import (
    back_link,
    beside,
    card,
    crumbs,
    live_preview,
    name_on_phone,
    page,
    page_header,
    section,
    sections,
    sentence,
    sentence_link,
    three_panes,
    top_bar,
    two_panes,
)
from careops.ui.kit.lists import (
    Column,
    empty,
    facts,
    list_row,
    loaded,
    moment,
    moment_day,
    more_button,
    needs_you,
    plain_row,
    row_link,
    rows,
    skeleton,
    skeleton_rows,
    stat_link,
    stats,
    tab,
    tab_button,
    table,
    table_row,
    tabs,
    timeline,
)
from careops.ui.kit.palette import KEYS, PALETTE, keys_dialog, palette, palette_entry, palette_found, palette_group, picker, picker_entry
from careops.ui.kit.parts import Tone, avatar, badge, banner, chip, dot, error_line, late, level, live_mark, note, progress, status
from careops.ui.kit.rows import STATES, Block, Closed, Day, Hour, Lane, Step, share
from careops.ui.kit.said import bubble, day_divider, file_link, folded, internal_note, messages, system_line, thing_card, thread_line
from careops.ui.kit.shell import (
    bell,
    bell_line,
    find_button,
    nav_group,
    nav_link,
    person_menu,
    phone_bar,
    phone_link,
    phone_more,
    phone_top,
    shell,
    sidebar,
    workspace_menu,
)
from careops.ui.kit.thread import (
    context_booking,
    context_head,
    context_part,
    conversation_row,
    conversation_rows,
    found_row,
    label_choice,
    label_mark,
    list_head,
    thread_head,
)
from careops.ui.kit.wizard import progress_rail, wizard, wizard_title

__all__ = [
    "KEYS",
    "PALETTE",
    "STATES",
    "Block",
    "Child",
    "Closed",
    "Column",
    "Count",
    "Day",
    "Dialog",
    "Flag",
    "Handler",
    "Hour",
    "Lane",
    "Look",
    "NativeForm",
    "Option",
    "RawA",
    "Step",
    "Text",
    "Tone",
    "among",
    "avatar",
    "back_link",
    "badge",
    "banner",
    "bell",
    "bell_line",
    "beside",
    "booking_card",
    "booking_mark",
    "booking_status",
    "bubble",
    "button",
    "button_group",
    "calendar",
    "card",
    "channel_choice",
    "checkbox",
    "chip",
    "classes",
    "close_button",
    "closing_button",
    "composer",
    "confirm_dialog",
    "context_booking",
    "context_head",
    "context_part",
    "conversation_row",
    "conversation_rows",
    "copy_button",
    "crumbs",
    "day_divider",
    "day_ribbon",
    "dialog",
    "dot",
    "drawer",
    "empty",
    "error_line",
    "error_summary",
    "facts",
    "field",
    "file_chosen",
    "file_input",
    "file_link",
    "files_row",
    "find_button",
    "folded",
    "form",
    "form_foot",
    "form_row",
    "found_row",
    "hidden",
    "how_many",
    "icon",
    "icon_button",
    "inline",
    "internal_note",
    "kbd",
    "keys_dialog",
    "label_choice",
    "label_mark",
    "late",
    "later_reply",
    "level",
    "link",
    "link_button",
    "list_head",
    "list_row",
    "live_mark",
    "live_preview",
    "loaded",
    "menu",
    "menu_item",
    "menu_line",
    "menu_link",
    "messages",
    "moment",
    "moment_day",
    "more_button",
    "name_on_phone",
    "native_form",
    "nav_group",
    "nav_link",
    "needs_you",
    "note",
    "num",
    "once",
    "options",
    "page",
    "page_header",
    "palette",
    "palette_entry",
    "palette_found",
    "palette_group",
    "person_menu",
    "phone_bar",
    "phone_link",
    "phone_more",
    "phone_top",
    "pick",
    "picker",
    "picker_entry",
    "plain_row",
    "progress",
    "progress_rail",
    "radio",
    "radio_cards",
    "raw_link",
    "removable",
    "row_icon",
    "row_link",
    "rows",
    "search_box",
    "section",
    "sections",
    "segmented",
    "select",
    "sentence",
    "sentence_link",
    "share",
    "shell",
    "shown",
    "sidebar",
    "skeleton",
    "skeleton_rows",
    "stat_link",
    "state_class",
    "stats",
    "status",
    "stepper",
    "system_line",
    "tab",
    "tab_button",
    "table",
    "table_row",
    "tabs",
    "textarea",
    "theme_toggle",
    "thing_card",
    "thread_head",
    "thread_line",
    "three_panes",
    "timeline",
    "toast",
    "toast_region",
    "toggle",
    "tooltip",
    "top_bar",
    "two_panes",
    "week_strip",
    "when",
    "wizard",
    "wizard_title",
    "workspace_menu",
]
