/* CareOps long forms: comfort only. Every form works without this file; the server judges, and every word stands in the page. */
(d => {
  const form = d.querySelector('form[data-save]') || d.querySelector('form:has([data-when])');
  if (!form) return;
  const saved = d.querySelector('#saved'), key = 'careops:' + location.pathname, name = n => CSS.escape('q.' + n);
  const say = words => { if (saved && words) saved.textContent = words; };

  // ── What hangs on an answer of this page appears with it ──
  const answer = q => {
    const on = [...form.querySelectorAll(`[name="${name(q)}"]`)].filter(x => !x.matches(':disabled') && (x.type !== 'radio' && x.type !== 'checkbox' || x.checked));
    return on.map(x => x.value.trim()).filter(x => x !== '');
  };
  const meets = c => {
    if (typeof c === 'boolean') return c;
    const has = answer(c.key), low = has.map(x => x.toLowerCase());
    const want = typeof c.value === 'boolean' ? (c.value ? 'yes' : 'no') : String(c.value ?? '').toLowerCase();
    const size = (a, b) => typeof c.value === 'number' ? parseFloat(a.replace(',', '.')) < parseFloat(b) : a < b;
    switch (c.op) {
      case 'answered': return has.length > 0;
      case 'unanswered': return !has.length;
      case 'equals': return low.includes(want);
      case 'differs': return !low.includes(want);
      case 'any_of': return has.some(x => c.values.includes(x));
      case 'none_of': return !has.some(x => c.values.includes(x));
      case 'contains': return c.many ? has.includes(String(c.value)) : low.some(x => x.includes(want));
      case 'less': return has.length > 0 && size(low[0], want);
      case 'more': return has.length > 0 && size(want, low[0]);
    }
  };
  const every = (match, list, test) => match === 'all' ? list.every(test) : list.some(test);
  const show = () => form.querySelectorAll('[data-when]').forEach(part => {
    const on = JSON.parse(part.dataset.when).every(v => every(v.match, v.groups, g => every(g.match, g.conditions, meets)));
    part.hidden = part.disabled = !on;
  });
  form.addEventListener('input', show);
  form.addEventListener('change', show);
  show();
  if (!form.dataset.save) return;

  // ── Saved as you go; without a connection in this browser, and sent once there is one ──
  const said = () => [...new FormData(form)].filter(([, v]) => typeof v === 'string');
  const remember = () => { try { localStorage.setItem(key, JSON.stringify({ at: form.elements.page.value, version: form.elements.version.value, said: said() })); } catch { /* full, or forbidden: the page itself still holds it */ } };
  const forget = () => { try { localStorage.removeItem(key); } catch { /* the same */ } };
  let timer, busy = false, again = false, wait = 2000;
  const later = ms => { clearTimeout(timer); timer = setTimeout(save, ms); };
  async function save() {
    if (busy) { again = true; return; }
    busy = true;
    const body = new URLSearchParams(said());
    let told;
    try {
      const answered = await fetch(form.dataset.save, { method: 'POST', body, headers: { Accept: 'application/json' }, keepalive: body.toString().length < 60000 });
      told = answered.status < 500 && answered.status !== 429 ? await answered.json() : null;
    } catch { told = null; }
    busy = false;
    if (told?.version) {
      form.elements.version.value = told.version;
      wait = 2000;
      if (again) { again = false; return save(); }
      forget();
      say(told.saved);
    } else if (told) {
      say(told.detail);
    } else {
      remember();
      say(saved?.dataset.no);
      later(wait = Math.min(wait * 2, 30000));
    }
  }
  form.addEventListener('input', () => { remember(); later(1200); });
  form.addEventListener('change', e => { if (e.target.type !== 'file') { remember(); later(200); } });
  addEventListener('online', () => later(0));

  // What a lost connection left here comes back into the page it was typed on, which is opened for it, unless the answers have moved on since.
  try {
    const kept = JSON.parse(localStorage.getItem(key) || 'null');
    const elsewhere = kept && kept.at !== form.elements.page.value, moved = kept && kept.version !== form.elements.version.value;
    if (elsewhere && !moved && !location.search) return location.replace(`?page=${Number(kept.at) + 1}`);
    if (elsewhere || moved) forget();
    else if (kept && !form.dataset.judged) {
      const by = new Map();
      kept.said.filter(([n]) => n.startsWith('q.')).forEach(([n, v]) => by.set(n, [...(by.get(n) || []), v]));
      form.querySelectorAll('[name^="q."]').forEach(x => {
        if (x.type === 'hidden' || x.type === 'file') return;
        const v = by.get(x.name) || [];
        if (x.type === 'radio' || x.type === 'checkbox') x.checked = v.includes(x.value); else x.value = v.shift() ?? '';
      });
      later(0);
    }
  } catch { /* nothing kept */ }
  addEventListener('pagehide', remember);
  show();

  // Sent without a connection, the page would be gone: it stays, and sends itself once there is one.
  form.addEventListener('submit', e => {
    remember();
    if (navigator.onLine) return;
    e.preventDefault();
    e.stopPropagation();
    say(saved?.dataset.no);
  }, true);

  // Somebody looks at it.
  if (form.dataset.opened) fetch(form.dataset.opened, { method: 'POST' }).catch(() => 0);

  // ── Sign by drawing; typing the name is always enough ──
  form.querySelectorAll('[data-draw]').forEach(draw => {
    const pad = draw.querySelector('canvas'), out = draw.querySelector('input'), c = pad.getContext('2d');
    const at = e => [e.offsetX * pad.width / pad.clientWidth, e.offsetY * pad.height / pad.clientHeight];
    draw.hidden = false;
    const size = () => { pad.width = Math.min(pad.clientWidth * 2, 1600); pad.height = pad.clientHeight * 2; c.lineWidth = 4; c.lineCap = c.lineJoin = 'round'; c.strokeStyle = '#111'; };
    new ResizeObserver(() => { if (!out.value && pad.clientWidth) size(); }).observe(pad);
    pad.onpointerdown = e => { pad.setPointerCapture(e.pointerId); c.beginPath(); c.moveTo(...at(e)); c.lineTo(...at(e)); c.stroke(); };
    pad.onpointermove = e => { if (e.buttons) { c.lineTo(...at(e)); c.stroke(); } };
    pad.onpointerup = () => { out.value = pad.toDataURL(); form.dispatchEvent(new Event('input')); };
    draw.querySelector('button').onclick = () => { c.clearRect(0, 0, pad.width, pad.height); out.value = ''; };
  });
})(document);
