"""The public kit: everything a customer, a person signing in or a reader of mail sees. Pure functions of words and values to HTML.

Content comes translated; `locale` lets the kit's own words follow. Texts are escaped; a parameter of type `h.Node` may be elements as well.
Import the module and say what is made: `from careops.ui.public import forms, frame, parts, times`.

frame — the document
    Brand(name, colour, address, phone, initials, logo, home, contact, privacy)
    page(title, body, brand, locale, aside, errors, private, embed, canonical, description, data) -> Page
    careops_page(title, body, locale, footer, errors, private) -> Page
    steps([Step(label, href)], current) · heading(title, lead) · telephone(number)
delivery — how it is sent
    html_response(page, status) · router (GET /static/…) · content_security_policy(nonce, embed)
forms — what is filled in
    form(action, *content, id, method, files, save_to, total_in) · pair(*fields) · group(legend, *content)
    field(name, label, kind, value, help, error, unit, required, autocomplete, inputmode, maxlength, id, more)
    password(name, label, new, help, error, forgot) · textarea(name, label, value, help, error, required)
    select(name, label, [Option(value, label)], value, …) · checkbox(name, label, checked, help, error, required)
    choices(name, legend, [Choice(value, label, detail, price, cents, minutes)], chosen, many, flow, help, error, required, hide_legend)
    error_summary([Problem(field, message)], title, kept) · hidden(name, value) · form_token(token) · honeypot(name)
    upload(name, label, accept, held, …) · drawn_signature() · form_progress(page, pages, about, saved) · total_line(before, action)
parts — what is said and offered
    button(label, name, value, look, wide, form, unchecked, more) · link_button(label, href, look, wide, more)
    small_link(label, href) · pager(label, href) · switch(label, [Way]) · chips(label, [Chip])
    note(content, kind, symbol, small) · policy(content, good, small) · badge(label, kind, symbol) · mark(kind, symbol) · dim(content)
    section(title, *content, id, quiet, lead) · box(*content, label) · banner(label, content, action, id, quiet)
    facts([Fact(symbol, content, detail)]) · definitions([(name, value)], total) · progress(value, most, label)
    rows(*items) of offer(name, details, price, href), open_offer(name, details, price, *content), task(name, detail, state, href)
    calendar_links(google, outlook, ics) · confirm_step(label, *content, action, confirm, keep, keep_href)
times — picking and holding
    next_free(action, slot, when, take, *carried, who)
    pick(days, *day, title, zone) of day_strip([DayCell(date, state, href, free, selected)], later, earlier, title, week_of),
        zone_line(current, [Zone(name, label)], said, action, kept), times(action, [Slot(value, at, label)], *carried)
    hold_bar(what, ends, now, until, form, again, all_times) · summary(title, detail, price, lines, total, *more, label)
people, icons
    avatar(person_id, name) · initials(name) · tint(person_id) · icon(name, small, look)
mail — one description, two forms
    Mail(brand, subject, preheader, title, blocks, why, stop, locale) · mail_html(mail) · mail_text(mail)
    blocks: Paragraph(words, quiet), Details([(label, words)]), Button(label, href); words: texts, Strong(text), Link(text, href)

`kitchen_sink` shows all of it at once. Tokens and the contrast rule stand one floor up: ui/tokens.py, ui/colours.py (`brand_colours(hex)`).
"""
