"""The public kit: everything a customer, a person signing in or a reader of mail sees. Pure functions of words and values to HTML.

Words that are content come translated; `locale` lets the kit's own words follow. Everything is escaped; what is given as `h.Node` may be elements.
Each component has its module, to be imported from there:

frame    Brand · page(title, body, brand, locale, aside, errors, private, embed, canonical, description, data) → Page
         careops_page(title, body, locale, footer, errors, private) → Page · steps(names: [Step], current) · heading(title, lead) · telephone(number)
delivery html_response(page, status) with the page's own policy and caching · router (GET /static/…) · content_security_policy(nonce, embed)
forms    form(action, *content, id, method, files, save_to, total_in) · hidden(name, value) · form_token(token) · honeypot(name) · pair(*fields)
         error_summary([Problem(field, message)], title, kept) · field(name, label, kind, value, help, error, unit, required, autocomplete, …)
         password(name, label, new, help, error, forgot) · textarea(name, label, …) · select(name, label, [Option(value, label)], …)
         checkbox(name, label, checked, help, error, required) · choices(name, legend, [Choice(value, label, detail, price)], chosen, many, flow, …)
         group(legend, *content) · total_line(before, action) · upload(name, label, accept, held, …) · drawn_signature() · form_progress(page, pages, about, saved)
parts    button(label, name, value, look, wide, form, unchecked, more) · link_button(label, href, look, wide, more) · small_link(label, href)
         pager(label, href) · switch(label, [Way]) · chips(label, [Chip]) · note(content, kind) · policy(content, good) · badge(label, kind) · mark(kind)
         dim(content) · section(title, *content, id, quiet, lead) · box(*content, label) · facts([Fact(symbol, content, detail)])
         definitions([(name, value)], total) · banner(label, content, action, id, quiet) · progress(value, most, label) · rows(*items)
         offer(name, details, price, href) · open_offer(name, details, price, *content, open) · task(name, detail, state, href)
         calendar_links(google, outlook, ics) · confirm_step(label, *content, action, confirm, keep, keep_href)
people   avatar(person_id, name) · initials(name) · tint(person_id)
times    next_free(action, slot, when, take, *carried, who) · day_strip([DayCell(date, state, href, free, selected)], later, earlier, title, week_of)
         times(action, [Slot(value, at, label)], *carried) · zone_line(current, [Zone(name, label)], said, action, kept) · pick(days, *day, title, zone)
         hold_bar(what, ends, now, until, form, again, all_times) · summary(title, detail, price, lines, total, *more, label)
icons    icon(name, small, look)
mail     Mail(brand, subject, preheader, title, blocks: [Paragraph | Details | Button], why, stop, locale) → mail_html(mail), mail_text(mail)

`kitchen_sink` shows all of it at once; colours and tokens stand one floor up, in ui/colours.py (`brand_colours(hex)`) and ui/tokens.py.
"""
