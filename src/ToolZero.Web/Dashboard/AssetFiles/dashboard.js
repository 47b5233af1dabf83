// What a page in a node cannot do from there: dialogs, scroll positions, values under the pointer.
(() => {
  'use strict';
  window.toolzero = {
    open: dialog => { if (!dialog.open) dialog.showModal(); },
    close: dialog => { if (dialog.open) dialog.close(); },
  };

  // Long tables: the node draws the rows in sight, so it is told where that is, not more often than it can draw.
  // Who turns to another page while this one is still coming has no Blazor, and no rows to tell of.
  window.Blazor?.registerCustomEventType('rowscroll', { createEventArgs: event => event.detail });
  const tell = table => table.dispatchEvent(new CustomEvent('rowscroll', { bubbles: true, detail: { top: table.scrollTop, height: table.clientHeight } }));
  const waiting = new WeakSet();
  document.addEventListener('scroll', event => {
    const table = event.target;
    if (!(table instanceof Element) || !table.matches('[data-rows]') || waiting.has(table)) return;
    waiting.add(table);
    setTimeout(() => { waiting.delete(table); tell(table); }, 50);
  }, { capture: true, passive: true });

  // Charts: a line at the nearest step and its values, read off the paths.
  const left = 46, right = 548, top = 10, bottom = 212;
  const number = (value, isShare) => isShare ? `${(value * 100).toFixed(1)} %` : Math.abs(value) >= 1000 ? value.toFixed(0) : `${Number(value.toPrecision(3))}`;
  const points = path => [...path.getAttribute('d').matchAll(/[ML]([-\d.]+) ([-\d.]+)/g)].map(match => [Number(match[1]), Number(match[2])]);
  const ends = text => text.split(' ').map(Number);

  // In the order of the legend: lines are drawn last to first.
  const series = svg => {
    const isStacked = svg.querySelector('.area') !== null;
    const raw = [...svg.querySelectorAll(isStacked ? '.area' : '.line')].reverse();
    const byColour = new Map();
    for (const path of raw) {
      const colour = [...path.classList].find(name => /^c\d$/.test(name));
      if (!byColour.has(colour) || path.classList.contains('raw')) byColour.set(colour, path);
    }
    return [...byColour.entries()].map(([colour, path]) => {
      const all = points(path);
      if (!isStacked) return { colour, points: all, below: null };
      return { colour, points: all.slice(0, all.length / 2), below: all.slice(all.length / 2).reverse() };
    });
  };

  const show = (svg, x) => {
    const cursor = svg.querySelector('.cursor');
    const lines = series(svg).filter(line => line.points.length > 0);
    if (!cursor || lines.length === 0) return;
    const nearest = lines[0].points.reduce((best, point) => Math.abs(point[0] - x) < Math.abs(best[0] - x) ? point : best)[0];
    const [first, last] = ends(svg.dataset.steps), [low, high] = ends(svg.dataset.values);
    const value = y => low + (bottom - y) / (bottom - top) * (high - low);
    const names = [...svg.parentElement.querySelectorAll('.legend li span')].map(span => span.textContent);
    const colours = [...svg.parentElement.querySelectorAll('.legend .swatch')].map(swatch => [...swatch.classList].find(name => /^c\d$/.test(name)));
    const rows = [`step ${Math.round(first + (nearest - left) / (right - left) * (last - first))}`];
    for (const line of lines) {
      const at = line.points.findIndex(point => point[0] === nearest);
      if (at < 0) continue;
      const shown = line.below ? value(line.points[at][1]) - value(line.below[at][1]) : value(line.points[at][1]);
      rows.push(`${names[colours.indexOf(line.colour)]} ${number(shown, svg.dataset.share)}`);
    }
    const make = (name, attributes) => {
      const element = document.createElementNS('http://www.w3.org/2000/svg', name);
      for (const [key, text] of Object.entries(attributes)) element.setAttribute(key, text);
      return element;
    };
    const width = 16 + 7 * Math.max(...rows.map(row => row.length)), height = 10 + 17 * rows.length;
    const box = nearest + width + 12 > right ? nearest - width - 8 : nearest + 8;
    cursor.replaceChildren(
      make('line', { x1: nearest, x2: nearest, y1: top, y2: bottom }),
      make('rect', { x: box, y: top, width, height, rx: 6 }),
      ...rows.map((row, i) => { const text = make('text', { x: box + 8, y: top + 17 + 17 * i }); text.textContent = row; return text; }));
    svg.dataset.x = nearest;
  };

  const hide = svg => { svg.querySelector('.cursor')?.replaceChildren(); delete svg.dataset.x; };
  const chart = event => event.target instanceof Element ? event.target.closest('[data-chart]') : null;
  document.addEventListener('pointermove', event => {
    const svg = chart(event);
    for (const other of document.querySelectorAll('[data-chart][data-x]')) if (other !== svg && other !== document.activeElement) hide(other);
    if (!svg) return;
    const box = svg.getBoundingClientRect();
    show(svg, (event.clientX - box.left) / box.width * 560);
  }, { passive: true });
  document.addEventListener('focusout', event => { const svg = chart(event); if (svg) hide(svg); });
  document.addEventListener('keydown', event => {
    const svg = chart(event);
    if (!svg || !['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return;
    const line = series(svg)[0]?.points;
    if (!line || line.length === 0) return;
    event.preventDefault();
    const at = svg.dataset.x ? line.findIndex(point => point[0] === Number(svg.dataset.x)) : line.length;
    const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: line.length - 1 }[event.key];
    show(svg, line[Math.min(Math.max(next, 0), line.length - 1)][0]);
  });
})();
