'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const TALL = 260;
  const SMALL = 200;
  /** Seconds between two ticks. */
  const WHOLE = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400];
  const TICK_FONT = '12px system-ui, sans-serif';
  /** Width and dashes by tone, the planned first: lines that lie on each other are told apart, on paper and by all eyes. */
  const STROKES = [[1.5, [4, 4]], [3.5, []], [2.5, [10, 4]], [2, [10, 3, 2, 3]], [2, [2, 3]], [1.25, []], [3.5, [3, 5]], [1.25, [6, 3]]];

  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const kindOf = line => line.planned ? 0 : (line.tone - 1) % 7 + 1;
  const toneOf = line => colour(line.planned ? '--plan' : '--tone' + kindOf(line));
  const faded = (tone, percent) => `color-mix(in srgb, ${tone} ${percent}%, transparent)`;

  const digits = value => {
    if (value == null) return '';
    if (value === 0) return '0';
    if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
    return String(Number(value.toPrecision(3)));
  };
  /** As everywhere on the page: three digits, and seconds from a thousand milliseconds on. */
  const shown = (value, unit) => {
    if (value == null) return '';
    if (unit === 'ms') return value >= 1000 ? digits(value / 1000) + ' s' : digits(value) + ' ms';
    return digits(value) + (unit === '' ? '' : unit.startsWith('/') ? unit : ' ' + unit);
  };
  const clock = seconds => {
    const whole = Math.floor(seconds);
    const two = number => String(number).padStart(2, '0');
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    const rest = Math.round((seconds - whole) * 10) / 10;
    return (hours > 0 ? hours + ':' + two(minutes) : minutes) + ':' + two(whole % 60) + (rest > 0 ? String(rest).slice(1) : '');
  };
  /** The time of day so many seconds into the run. */
  const wall = seconds => new Date(data.time.start + 1000 * seconds).toISOString().slice(11, 19);
  const nine = value => {
    if (value === 0) return 'min';
    const percent = 100 * (1 - Math.pow(10, -value));
    return 'p' + String(Number(percent.toFixed(Math.max(0, Math.ceil(value) - 2) + (value % 1 ? 2 : 0))));
  };

  /** The stages as bands behind the lines, with their numbers, and where the load broke. */
  const stages = {
    hooks: {
      drawClear: u => {
        const { ctx, bbox } = u;
        ctx.save();
        ctx.beginPath();
        ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
        ctx.clip();
        ctx.font = Math.round(11 * devicePixelRatio) + 'px system-ui, sans-serif';
        ctx.textBaseline = 'top';
        ctx.textAlign = 'center';
        for (const stage of data.time.stages) {
          const from = u.valToPos(stage.from, 'x', true);
          const to = u.valToPos(stage.to, 'x', true);
          if (stage.number % 2 === 0) {
            ctx.fillStyle = colour('--band');
            ctx.fillRect(from, bbox.top, to - from, bbox.height);
          }
          if (to - from > 24 * devicePixelRatio) {
            ctx.fillStyle = colour('--soft');
            ctx.fillText(String(stage.number), (from + to) / 2, bbox.top + 3 * devicePixelRatio);
          }
        }
        ctx.fillStyle = ctx.strokeStyle = colour('--bad');
        ctx.textAlign = 'right';
        for (const mark of data.time.marks) {
          const at = u.valToPos(mark.at, 'x', true);
          ctx.beginPath();
          ctx.moveTo(at, bbox.top);
          ctx.lineTo(at, bbox.top + bbox.height);
          ctx.stroke();
          ctx.fillText(mark.label, at - 4 * devicePixelRatio, bbox.top + 18 * devicePixelRatio);
        }
        ctx.restore();
      },
    },
  };

  /** The name of each line at its end, for those who can't tell it by its colour; names that would meet move apart. */
  const ends = {
    hooks: {
      draw: u => {
        const { ctx, bbox } = u;
        const apart = 13 * devicePixelRatio;
        const tags = u.series.flatMap((line, at) => {
          const last = line.tag && line.show ? u.data[at].findLastIndex((value, i) => value != null && u.data[0][i] <= u.scales.x.max) : -1;
          return last < 0 ? [] : [{ text: line.tag, tone: line.stroke(u, at), y: u.valToPos(u.data[at][last], 'y', true) }];
        }).reverse().sort((a, b) => a.y - b.y);
        tags.forEach((tag, i) => { if (i > 0) tag.y = Math.max(tag.y, tags[i - 1].y + apart); });
        tags.reduceRight((below, tag) => tag.y = Math.min(tag.y, below - apart), bbox.top + bbox.height + apart);
        ctx.save();
        ctx.font = Math.round(12 * devicePixelRatio) + 'px system-ui, sans-serif';
        ctx.textAlign = 'left';
        ctx.textBaseline = 'middle';
        for (const tag of tags) {
          ctx.fillStyle = tag.tone;
          ctx.fillText(tag.text, bbox.left + bbox.width + 6 * devicePixelRatio, tag.y);
        }
        ctx.restore();
      },
    },
  };

  const axis = (scale, values, label) => ({
    scale,
    stroke: () => colour('--soft'),
    grid: { stroke: () => colour('--grid'), width: 1 },
    ticks: { stroke: () => colour('--grid'), width: 1, size: 4 },
    font: TICK_FONT,
    values,
    label,
    labelFont: TICK_FONT,
    labelSize: 18,
    space: scale === 'x' ? 64 : 36,
  });

  /** Wide enough for its longest text. */
  const valueAxis = unit => ({
    ...axis('y', (u, ticks) => ticks.map(tick => tick == null ? '' : shown(tick, unit))),
    size: (u, texts) => texts == null ? 64 : Math.max(64, 14 + 7 * Math.max(...texts.map(text => text.length))),
  });

  /** One point has no line to lie on. */
  const isAlone = u => u.data[0].length === 1;

  const stroke = line => ({ width: STROKES[kindOf(line)][0], dash: STROKES[kindOf(line)][1] });

  const styles = {
    time: line => ({ ...stroke(line), points: { show: isAlone, size: 6 } }),
    percentiles: line => ({ ...stroke(line), points: { show: false } }),
    bars: line => ({ width: 1, fill: faded(toneOf(line), 45), paths: uPlot.paths.bars({ size: [1, Infinity], align: 1, gap: 1 }), points: { show: false } }),
    scatter: line => line.planned ? { ...stroke(line), points: { show: false } } : ({ paths: () => null, points: { show: true, size: line.values.length > FEW_POINTS ? 5 : 8, width: 0, fill: faded(toneOf(line), line.values.length > FEW_POINTS ? 45 : 80) } }),
  };

  const xOf = {
    time: () => ({
      scale: { time: false }, axis: { ...axis('x', (u, ticks) => ticks.map((tick, at) => clock(tick) + '\n' + wall(tick) + (at === 0 ? ' UTC' : ''))), incrs: WHOLE, space: 80 },
      label: 'time',
      value: (u, v) => v == null ? '' : clock(v) + ' (' + wall(v) + ' UTC)',
    }),
    percentiles: () => ({
      scale: { time: false },
      axis: { ...axis('x', (u, ticks) => ticks.map(nine)), splits: u => (u.width < 500 ? [0, 1, 2, 3, 4, 5, 6] : [0, Math.log10(2), 1, Math.log10(20), 2, 3, 4, 5, 6]).filter(at => at <= u.scales.x.max) },
      label: 'percentile',
      value: (u, v) => v == null ? '' : nine(v),
    }),
    bars: chart => ({
      scale: { time: false, range: (u, min, max) => [min, max + chart.width] },
      axis: axis('x', (u, ticks) => ticks.map(tick => shown(tick, chart.unit))),
      label: 'from', value: (u, v) => shown(v, chart.unit),
    }),
    scatter: chart => ({
      scale: { time: false, range: (u, min, max) => uPlot.rangeNum(min, max, 0.05, false) },
      axis: axis('x', (u, ticks) => ticks.map(digits), chart.x_unit),
      label: chart.x_unit, value: (u, v) => digits(v),
    }),
  };

  const yRange = {
    time: (u, min, max) => [0, max > 0 ? max * 1.15 : 1],
    bars: (u, min, max) => [0, max * 1.05],
    scatter: (u, min, max) => [Math.min(0, min * 1.05), Math.max(0, max * 1.05)],
  };

  const FEW_POINTS = 200;
  const LONGEST_TAG = 11;
  const hasTags = chart => ['time', 'percentiles'].includes(chart.kind) && chart.series.filter(line => !line.planned && line.label.length <= LONGEST_TAG).length > 1;

  /** The series as uPlot takes them: each line, and behind it the least and the greatest of what its points stand for. */
  const seriesOf = chart => {
    const columns = [];
    const series = [];
    const bands = [];
    const quiet = [];
    const unit = chart.kind === 'bars' ? '' : chart.unit;
    for (const line of chart.series) {
      columns.push(line.values);
      series.push({ label: line.label, tag: hasTags(chart) && !line.planned && line.label.length <= LONGEST_TAG ? line.label : '', stroke: toneOf(line), value: (u, v) => shown(v, unit), spanGaps: false, ...styles[chart.kind](line) });
      if (line.low) {
        const at = columns.length + 1;
        columns.push(line.high, line.low);
        for (const end of ['highest', 'lowest']) {
          series.push({ label: line.label + ' ' + end, stroke: 'transparent', points: { show: false }, width: 0 });
        }
        bands.push({ series: [at, at + 1], fill: faded(toneOf(line), 18) });
        quiet.push(at, at + 1);
      }
    }
    return { columns, series, bands, quiet };
  };

  const heightOf = box => box.closest('.small') ? SMALL : TALL;

  const draw = box => {
    const chart = data.charts[box.dataset.chart];
    const x = chart.x || data.time.times;
    const { columns, series, bands, quiet } = seriesOf(chart);
    const xAxis = xOf[chart.kind](chart);
    const isLog = chart.kind === 'percentiles';
    box.textContent = '';
    const plot = new uPlot({
      width: Math.max(200, box.clientWidth),
      height: heightOf(box),
      scales: { x: xAxis.scale, y: isLog ? { distr: 3 } : { range: yRange[chart.kind] } },
      axes: [xAxis.axis, isLog ? { ...valueAxis(chart.unit), filter: (u, ticks) => ticks.map(tick => /^[125]/.test(String(Number(tick.toPrecision(1)))) || /^0\.0*[125]$/.test(String(tick)) ? tick : null) } : valueAxis(chart.kind === 'bars' ? '' : chart.unit)],
      series: [{ label: xAxis.label, value: xAxis.value }, ...series],
      bands,
      cursor: chart.kind === 'time' ? { sync: { key: 'time' }, points: { size: 6 } } : { points: { size: 6 } },
      legend: { markers: { show: false } },
      padding: [null, hasTags(chart) ? 14 + 6 * Math.max(...series.map(line => line.tag ? line.tag.length : 0)) : null, null, null],
      plugins: chart.kind === 'time' ? [stages, ends] : [ends],
      hooks: { setSeries: [(u, at, given) => { if (at != null && given && given.show != null) for (const end of [at + 1, at + 2]) if (quiet.includes(end) && !quiet.includes(at) && u.series[end].show !== given.show) u.setSeries(end, { show: given.show }); }] },
    }, [x, ...columns], box);
    plot.setLegend({ idx: null });
    accessible(plot, box, quiet);
    box.plot = plot;
    return plot;
  };

  /** A piece of the line itself, for the legend. */
  const sample = line => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('class', 'sample');
    svg.setAttribute('aria-hidden', 'true');
    const stroke = svg.appendChild(document.createElementNS(svg.namespaceURI, 'line'));
    const drawn = { x1: 0, x2: 30, y1: 5, y2: 5, stroke: line.stroke(), 'stroke-width': line.dash ? line.width : 8, 'stroke-dasharray': (line.dash || []).join(' ') };
    for (const [name, value] of Object.entries(drawn)) stroke.setAttribute(name, value);
    return svg;
  };

  /** The legend's entries are switches, for the keyboard too; the drawing says what it is. */
  const accessible = (plot, box, quiet) => {
    const caption = box.closest('figure').querySelector('figcaption');
    const canvas = plot.root.querySelector('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', [...caption.children].map(part => part.textContent).join('. '));
    plot.root.querySelectorAll('.u-legend .u-series').forEach((row, at) => {
      row.hidden = quiet.includes(at);
      const name = row.querySelector('th');
      if (at === 0 || row.hidden) return;
      name.prepend(sample(plot.series[at]));
      name.tabIndex = 0;
      name.setAttribute('role', 'button');
      name.setAttribute('aria-pressed', 'true');
      name.addEventListener('keydown', event => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          name.click();
        }
      });
      name.addEventListener('click', () => name.setAttribute('aria-pressed', String(plot.series[at].show)));
    });
  };

  const tableOf = chart => {
    const unit = chart.kind === 'bars' ? '' : chart.unit;
    const xAxis = xOf[chart.kind](chart);
    const table = document.createElement('table');
    const row = (tag, cells, parent) => {
      const tr = parent.appendChild(document.createElement('tr'));
      cells.forEach(text => {
        const cell = tr.appendChild(document.createElement(tag));
        cell.textContent = text;
        cell.className = 'figure';
      });
    };
    row('th', [xAxis.label, ...chart.series.map(line => line.label)], table.createTHead());
    const body = table.createTBody();
    (chart.x || data.time.times).forEach((x, i) => row('td', [xAxis.value(null, x), ...chart.series.map(line => shown(line.values[i], unit))], body));
    return table;
  };

  const boxes = [...document.querySelectorAll('.chart')];
  const drawAll = () => boxes.forEach(box => {
    if (box.plot) box.plot.destroy();
    draw(box);
  });
  const fitAll = () => boxes.forEach(box => box.plot.setSize({ width: Math.max(200, box.clientWidth), height: heightOf(box) }));

  const hintAll = () => document.querySelectorAll('.scroll').forEach(box => box.classList.toggle('over', box.scrollWidth > box.clientWidth + 1));

  for (const part of document.querySelectorAll('.bar i')) part.style.width = part.dataset.percent + '%';
  drawAll();
  hintAll();
  document.querySelectorAll('details.fold').forEach(details => details.addEventListener('toggle', fitAll));
  document.querySelectorAll('details.points').forEach(details => details.addEventListener('toggle', () => {
    const place = details.querySelector('.scroll');
    if (details.open && !place.firstChild) place.append(tableOf(data.charts[details.closest('figure').querySelector('.chart').dataset.chart]));
  }));
  let width = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth !== width) {
      width = innerWidth;
      requestAnimationFrame(() => {
        fitAll();
        hintAll();
      });
    }
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  /* Paper is white, and its layout not known before it is laid out. */
  const ON_PAPER = [['.small', 215], ['.charts:not(.wide)', 330], ['figure', 690]];
  addEventListener('beforeprint', () => {
    document.documentElement.classList.add('printed');
    drawAll();
    boxes.forEach(box => box.plot.setSize({ width: ON_PAPER.find(([place]) => box.closest(place))[1], height: heightOf(box) }));
  });
  addEventListener('afterprint', () => {
    document.documentElement.classList.remove('printed');
    drawAll();
  });
})();
