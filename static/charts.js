// Draws the pictures. Each reads its figures from the data block beside it; the same figures stand
// in a table on the page, so nothing is lost without this script.
(() => {
  "use strict";
  const numbers = new Intl.NumberFormat("da-DK", { maximumFractionDigits: 2 });
  const short = new Intl.NumberFormat("da-DK", { maximumFractionDigits: 1 });
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  // Okabe and Ito's colours, darkened to 3:1 on white; a dash and a point shape tell the lines
  // apart for whoever does not see the colours.
  const COLOURS = ["#0b4a6f", "#b34700", "#00705a", "#8a3f74", "#5b5b00", "#2a78b5"];
  const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [4, 4], [12, 4]];
  const POINTS = ["circle", "triangle", "rect", "rectRot", "cross", "star"];
  const UP = "#b34700", DOWN = "#2a78b5", TOTAL = "#454545";

  // What may not be told: its figure is not here. Every such bar is hatched and of one length in
  // pixels, whatever stands beside it; its nought only puts it at the foot of the axis.
  const MASKED = "skjult", MASKED_LENGTH = 18;

  const unitText = (unit) => (unit ? " " + unit : "");
  const point = (text) => (text === null ? null : Number(text));

  // 532.477.630 on an axis is unreadable; millions are not.
  function axisText(value, unit) {
    const millions = Math.abs(value) >= 1e6;
    const format = Math.abs(value) < 1e7 ? numbers : short;
    const digits = millions ? format.format(value / 1e6) + " mio." : numbers.format(value);
    // A long unit does not fit beside an axis; it stands over the picture.
    return digits.replace("-", "\u2212") + (unit.length < 5 ? unitText(unit) : "");
  }

  // Where the point of a line leads, or the bar of a label.
  const isOfLines = (data) => data.addresses.some(Array.isArray);
  const addressOf = (data, line, at) => (isOfLines(data) ? data.addresses[line]?.[at] : data.addresses[at]);

  // What is clicked leads to the page of what it shows: a bar by its label, a point by its line too. A
  // finger has no hovering: its first touch tells the figure, its second one leads on.
  function leadsOn(data) {
    if (!data.addresses) return {};
    const ofLines = isOfLines(data);
    const mode = ofLines ? "nearest" : "index";
    const at = (event, chart) => chart.getElementsAtEventForMode(event, mode, { intersect: true, axis: ofLines ? "xy" : "y" }, true)[0];
    const address = (hit) => addressOf(data, hit.datasetIndex, hit.index);
    let told = "";
    return {
      onClick: (event, _, chart) => {
        const hit = at(event, chart);
        const to = hit && address(hit);
        const isTold = told === to;
        told = to;
        if (to && (event.native.pointerType !== "touch" || isTold)) location.assign(to);
      },
      onHover: (event, _, chart) => {
        const hit = at(event, chart);
        chart.canvas.style.cursor = hit && address(hit) ? "pointer" : "";
      },
    };
  }

  function common(data) {
    return {
      animation: still ? false : { duration: 300 },
      responsive: true,
      maintainAspectRatio: false,
      ...leadsOn(data),
      // Only the canvas itself is named for screen readers; the table is the alternative.
      plugins: {
        legend: { display: data.lines.length > 1, position: "bottom", labels: { usePointStyle: true, pointStyleWidth: 28 } },
        tooltip: {
          callbacks: {
            label: (item) => {
              if (item.dataset.masked) return MASKED;
              const raw = item.raw;
              const value = Array.isArray(raw) ? data.steps[item.dataIndex] : raw;
              const text = numbers.format(value).replace("-", "\u2212") + unitText(data.unit);
              return data.lines.length > 1 ? item.dataset.label + ": " + text : text;
            },
            footer: ([item]) => (item && data.addresses && addressOf(data, item.datasetIndex, item.dataIndex) ? "Tryk for at gå videre" : ""),
          },
        },
      },
      scales: {
        x: { grid: { display: false } },
        y: {
          ticks: { maxTicksLimit: 6, callback: (value) => axisText(value, data.unit) },
        },
      },
    };
  }

  function lineChart(data) {
    return {
      type: "line",
      data: {
        labels: data.labels,
        datasets: data.lines.map((line, i) => ({
          label: line.label,
          data: line.points.map(point),
          borderColor: COLOURS[i % COLOURS.length],
          backgroundColor: COLOURS[i % COLOURS.length],
          borderDash: DASHES[i % DASHES.length],
          pointStyle: POINTS[i % POINTS.length],
          pointRadius: 5,
          pointHitRadius: 8,
          borderWidth: 2.5,
          spanGaps: false,
        })),
      },
      options: common(data),
    };
  }

  // An index from 100: less than a fifth up or down does not fill the picture.
  function indexChart(data) {
    const chart = lineChart(data);
    Object.assign(chart.options.scales.y, { suggestedMin: 80, suggestedMax: 120 });
    return chart;
  }

  // From nought, so that heights can be held against each other.
  function levelChart(data) {
    const chart = lineChart(data);
    chart.options.scales.y.beginAtZero = true;
    return chart;
  }

  // A staircase from nothing to the whole change: each bar begins where the one before it ended.
  function staircase(data) {
    const steps = data.lines[0].points.map(point);
    data.steps = steps;
    let level = 0;
    const bars = steps.map((step, i) => {
      if (step === null) return null;
      if (i === steps.length - 1) return [0, step];
      level += step;
      return [level - step, level];
    });
    const colour = steps.map((step, i) => (i === steps.length - 1 ? TOTAL : step < 0 ? DOWN : UP));
    const options = common(data);
    options.indexAxis = "y";
    options.scales = {
      x: { ticks: { maxTicksLimit: 6, callback: (value) => axisText(value, "") }, title: { display: true, text: "Kroner" } },
      y: { grid: { display: false } },
    };
    return {
      type: "bar",
      data: { labels: data.labels, datasets: [{ label: data.title, data: bars, backgroundColor: colour, borderSkipped: false, maxBarThickness: 36 }] },
      options,
    };
  }

  // Areas side by side, lying down so that their names can be read.
  function barChart(data) {
    const options = common(data);
    options.indexAxis = "y";
    options.scales = {
      x: { beginAtZero: true, ticks: { maxTicksLimit: 6, callback: (value) => axisText(value, data.unit) } },
      y: { grid: { display: false }, ticks: { autoSkip: isOnWall } },
    };
    if (data.lines.length > 1) {
      const sets = data.lines.map((line, i) => ({ label: line.label, data: line.points.map(point), backgroundColor: COLOURS[i % COLOURS.length] }));
      options.plugins.legend.display = true;
      return { type: "bar", data: { labels: data.labels, datasets: sets }, options };
    }
    const [{ points, masked }] = data.lines;
    const datasets = [{ label: data.title, data: points.map(point), backgroundColor: COLOURS[0], grouped: false }];
    if (masked) {
      datasets.push(maskedBars(points, masked));
      options.plugins.legend.display = true;
      options.plugins.legend.labels = { boxWidth: 20, boxHeight: 10 };
    }
    return { type: "bar", data: { labels: data.labels, datasets }, options };
  }

  function maskedBars(points, masked) {
    return {
      label: MASKED,
      data: points.map((_, i) => (masked.includes(i) ? 0 : null)),
      masked: true,
      minBarLength: MASKED_LENGTH,
      backgroundColor: hatch(),
      borderColor: TOTAL,
      borderWidth: 1,
      borderSkipped: false,
      grouped: false,
    };
  }

  function hatch() {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 6;
    const ctx = tile.getContext("2d");
    ctx.strokeStyle = TOTAL;
    ctx.beginPath();
    for (const shift of [-6, 0, 6]) {
      ctx.moveTo(shift, 6);
      ctx.lineTo(shift + 6, 0);
    }
    ctx.stroke();
    return ctx.createPattern(tile, "repeat");
  }

  // From the lowest to the highest a thin bar, the middle half a thick one, the median a mark.
  function spread(data) {
    const [lowest, lower, median, upper, highest] = data.lines.map((line) => line.points.map(point));
    const pairs = (a, b) => a.map((value, i) => [value, b[i]]);
    const set = (label, bars, colour, thickness, order, rest) =>
      ({ label, data: bars, backgroundColor: colour, barThickness: thickness, order, grouped: false, borderSkipped: false, ...rest });
    const options = common(data);
    options.indexAxis = "y";
    options.plugins.legend.labels = { boxWidth: 20, boxHeight: 10 };
    options.plugins.tooltip.callbacks.label = (item) => {
      const text = [...new Set(item.raw)].map((value) => numbers.format(value)).join("\u2013");
      return item.dataset.label + ": " + text + unitText(data.unit);
    };
    options.scales = {
      x: { beginAtZero: true, ticks: { maxTicksLimit: 6, maxRotation: 0, callback: (value) => axisText(value, data.unit) } },
      y: { grid: { display: false } },
    };
    return {
      type: "bar",
      data: {
        labels: data.labels,
        datasets: [
          set("Laveste til højeste", pairs(lowest, highest), "#7a95a5", 4, 3),
          set("Den midterste halvdel", pairs(lower, upper), COLOURS[5], 22, 2),
          set("Median", pairs(median, median), "#1a1a1a", 30, 1, { minBarLength: 4 }),
        ],
      },
      options,
    };
  }

  // How many lie in each step; a line with its words stands where the limit is.
  function distributionChart(data) {
    const options = common(data);
    options.plugins.legend.labels = { boxWidth: 14 };
    options.layout = { padding: { top: 24 } };
    options.scales = {
      x: { stacked: true, grid: { display: false } },
      y: { stacked: true, beginAtZero: true, ticks: { precision: 0, maxTicksLimit: 6 }, title: { display: true, text: "Ydelser" } },
    };
    const limit = {
      id: "limit",
      afterDraw(chart) {
        const { ctx, chartArea, scales } = chart;
        const at = data.limit.at;
        const x = (scales.x.getPixelForValue(at - 1) + scales.x.getPixelForValue(at)) / 2;
        ctx.save();
        ctx.strokeStyle = "#1a1a1a";
        ctx.fillStyle = "#1a1a1a";
        ctx.lineWidth = 2;
        ctx.setLineDash([6, 4]);
        ctx.beginPath();
        ctx.moveTo(x, chartArea.top - 4);
        ctx.lineTo(x, chartArea.bottom);
        ctx.stroke();
        ctx.font = "600 14px " + Chart.defaults.font.family;
        ctx.textAlign = "center";
        ctx.textBaseline = "bottom";
        ctx.fillText(data.limit.label, x, chartArea.top - 6);
        ctx.restore();
      },
    };
    return {
      type: "bar",
      data: {
        labels: data.labels,
        datasets: data.lines.map((line, i) => ({ label: line.label, data: line.points.map(point), backgroundColor: i ? UP : DOWN })),
      },
      options,
      plugins: [limit],
    };
  }

  // The picture as a file for a slide: on white, its title above, and whether its figures are made up.
  function savedAs(canvas, title) {
    const scale = canvas.width / canvas.clientWidth;
    const [margin, head] = [16 * scale, 48 * scale];
    const whole = document.createElement("canvas");
    whole.width = canvas.width + 2 * margin;
    whole.height = canvas.height + head + margin;
    const ctx = whole.getContext("2d");
    ctx.fillStyle = "#fff";
    ctx.fillRect(0, 0, whole.width, whole.height);
    ctx.fillStyle = "#1a1a1a";
    ctx.font = "600 " + 16 * scale + "px " + Chart.defaults.font.family;
    ctx.textBaseline = "middle";
    const made_up = document.querySelector(".synthetic");
    ctx.fillText(made_up ? title + " (" + made_up.textContent.trim() + ")" : title, margin, head / 2, whole.width - 2 * margin);
    ctx.drawImage(canvas, margin, head);
    whole.toBlob((blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = title.toLowerCase().replace(/[^a-z0-9æøå]+/g, "-").replace(/^-|-$/g, "") + ".png";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }, "image/png");
  }

  function offersFile(figure, canvas) {
    const caption = figure.querySelector("figcaption");
    if (!caption || isOnWall) return;
    const title = caption.textContent.trim();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link-button chart-save no-print";
    button.textContent = "Gem som billede";
    button.setAttribute("aria-label", "Gem som billede: " + title);
    button.addEventListener("click", () => savedAs(canvas, title));
    figure.append(button);
  }

  const KINDS = { line: lineChart, index: indexChart, level: levelChart, bar: staircase, bars: barChart, spread, distribution: distributionChart };
  Chart.defaults.font.family = '"IBM Plex Sans", system-ui, sans-serif';
  // On the wall of a meeting room it is read from the back row.
  const isOnWall = document.body.classList.contains("wall");
  Chart.defaults.font.size = isOnWall ? Math.max(14, Math.round(window.innerWidth / 80)) : 14;
  Chart.defaults.color = "#1a1a1a";
  const drawn = [];
  const blocks = [...document.querySelectorAll("script[data-chart]")].filter((block) => block.closest("figure")?.querySelector("canvas"));
  // All have their places before the first is drawn: one alone would be drawn over the places of its neighbours.
  for (const block of blocks) {
    const figure = block.closest("figure");
    figure.classList.add("chart-drawn");
    // So high that each bar can be told from its neighbour, and each label from the next.
    if (block.dataset.chart === "bars") {
      const data = JSON.parse(block.textContent);
      const bars = data.labels.length * (9 * data.lines.length + 6) + 80;
      figure.querySelector("canvas").parentElement.style.setProperty("--bars", bars + "px");
    }
  }
  const draw = (block) => {
    const figure = block.closest("figure");
    const canvas = figure.querySelector("canvas");
    const data = JSON.parse(block.textContent);
    drawn.push(new Chart(canvas, KINDS[block.dataset.chart](data)));
    offersFile(figure, canvas);
  };
  // What is seen at once is drawn at once. What is further down holds nobody up: it is drawn after that, one
  // after the other, so that what is seen can be shown and used in between.
  const isSeen = (block) => block.closest("figure").getBoundingClientRect().top < innerHeight;
  const waiting = blocks.filter((block) => !isSeen(block));
  blocks.filter((block) => !waiting.includes(block)).forEach(draw);
  const drawNext = () => {
    if (waiting.length === 0) return;
    draw(waiting.shift());
    setTimeout(drawNext);
  };
  setTimeout(drawNext);
  // Words on a canvas stay in the font that was there when they were drawn.
  document.fonts?.ready.then(() => drawn.forEach((chart) => chart.update("none")));
  // Paper has another width than the window. A drawing that still moves would take its new size
  // only at its next frame, after the paper is made.
  addEventListener("beforeprint", () => {
    waiting.splice(0).forEach(draw);
    drawn.forEach((chart) => chart.stop().resize(640, 300));
  });
  addEventListener("afterprint", () => drawn.forEach((chart) => chart.resize()));
})();
