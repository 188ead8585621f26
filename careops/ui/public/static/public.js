/* CareOps public pages: comfort only. Every page works without this file; every word it says stands in the page. */
(d => {
  const $ = s => d.querySelector(s), all = s => d.querySelectorAll(s), sum = $('.sum details');

  // Beside the task on a wide screen the summary is always open.
  if (sum && matchMedia('(min-width:64rem)').matches) sum.open = true;

  // Errors are read first.
  $('.errors')?.focus();

  // A second tap on a button sends nothing twice; coming back by "Back" may send again.
  d.addEventListener('submit', e => { if (e.target.dataset.sent) e.preventDefault(); e.target.dataset.sent = 1; });
  addEventListener('pageshow', () => all('form').forEach(f => delete f.dataset.sent));

  // Day strip: bring the chosen day into view, sideways only.
  const day = $('.days [aria-current]'), strip = day?.closest('.days');
  if (strip) {
    const a = day.getBoundingClientRect(), b = strip.getBoundingClientRect();
    strip.scrollBy(a.left + a.width / 2 - b.left - b.width / 2, 0);
  }

  // Held-for countdown, measured from the server's clock: it ticks silently, the live region speaks four times.
  const hold = $('[data-ends]');
  if (hold) {
    const say = JSON.parse(hold.dataset.say), end = Date.now() + +hold.dataset.ends - hold.dataset.now;
    const tick = () => {
      const s = Math.max(0, Math.round((end - Date.now()) / 1000));
      $('#clock').textContent = hold.dataset.left.replace('{time}', (s / 60 | 0) + ':' + String(s % 60).padStart(2, '0'));
      if (s <= 60) hold.classList.add('warn');
      if (say[s]) $('#live').textContent = say[s];
      if (!s) { clearInterval(timer); hold.hidden = true; $('#ended').hidden = false; }
    };
    const timer = setInterval(tick, 1000);
    tick();
  }

  // Price and minutes follow the chosen options.
  all('form[data-total]').forEach(f => {
    const out = f.querySelector('output'), show = () => {
      let c = +f.dataset.c || 0, m = +f.dataset.m || 0;
      f.querySelectorAll(':checked').forEach(x => { c += +x.dataset.c || 0; m += +x.dataset.m || 0; });
      const money = new Intl.NumberFormat(d.documentElement.lang, { style: 'currency', currency: f.dataset.total }), unit = 10 ** money.resolvedOptions().maximumFractionDigits;
      out.textContent = f.dataset.minutes.replace('{count}', m) + ' · ' + (c % unit ? money : new Intl.NumberFormat(d.documentElement.lang, { style: 'currency', currency: f.dataset.total, minimumFractionDigits: 0 })).format(c / unit);
    };
    f.addEventListener('change', show);
    show();
  });

  // Show password.
  all('.eye').forEach(eye => {
    eye.hidden = false;
    eye.onclick = () => { const p = eye.previousSibling, on = p.type === 'password'; p.type = on ? 'text' : 'password'; eye.setAttribute('aria-pressed', on); };
  });

  // Offer the visitor's own time zone when it differs.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  all('[data-zone]').forEach(a => {
    if (!zone || zone === a.dataset.zone) return;
    const to = new URL(a.href);
    to.searchParams.set('tz', zone);
    a.href = to; a.hidden = false; a.textContent = a.dataset.text.replace('{zone}', zone.split('/').pop().replaceAll('_', ' '));
  });

  // In an iframe: tell the site that greets us, and only that one, how tall we are.
  if (self !== top) {
    let host = '';
    const tell = () => host && parent.postMessage({ careops: d.body.getBoundingClientRect().height }, host);
    addEventListener('message', e => { if (e.source === parent && e.origin !== 'null' && e.data?.careops === 'hello') { host = e.origin; tell(); } });
    new ResizeObserver(tell).observe(d.body);
    parent.postMessage({ careops: 'here' }, '*');
  }
})(document);
