/**
 * The results as pictures: SVG documents.
 */
import * as echarts from 'echarts';
import { formatRatio, isResult, ours } from './numbers.mjs';
import { ratiosOf } from './targets.mjs';

/** @typedef {import('./numbers.mjs').Results} Results */

const WIDTH = 960;
const COLOURS = {
  js: '#8fb8de',
  pickleparser: '#c0504d',
  JSON: '#e0a030',
  'msgpackr records': '#7a9e4e',
  msgpackr: '#a8c686',
  CPython: '#4b6a9b',
  'CPython, gc off': '#7d93b8',
};
const OURS_COLOUR = '#2f9e8f';
const LABELS = { js: 'ours, JavaScript engine', auto: 'ours, auto', wasm: 'ours, WASM' };

/** @param {string} name contestant @returns {string} */
const labelOf = (name) => Object.entries(LABELS).find(([known]) => known === name)?.[1] ?? name;

/** @param {Results['machine']} machine @returns {string} */
function machineOf({ cpu, cores, node, python }) {
  return `${cores} cores of ${cpu}, Node ${node}${python ? `, CPython ${python}` : ''}; warm medians`;
}

/**
 * @param {number} height
 * @param {import('echarts').EChartsOption} option
 * @returns {string} an SVG document
 */
function render(height, option) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  chart.setOption({ animation: false, backgroundColor: '#ffffff', ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/** @param {string} text @param {string} subtext @returns {import('echarts').TitleComponentOption} */
const title = (text, subtext) => ({ text, subtext, left: 'center', textStyle: { fontSize: 15 } });

/**
 * A line across the chart at a value.
 * @param {{ at: number, colour: string, label?: string }[]} lines
 */
const markLine = (lines) => ({
  symbol: 'none',
  silent: true,
  data: lines.map(({ at, colour, label }) => ({
    xAxis: at,
    lineStyle: { color: colour, type: /** @type {const} */ ('solid') },
    label: { show: label !== undefined, formatter: label, position: /** @type {const} */ ('start') },
  })),
});

const ROW_HEIGHT = 12;
/** Bars end here; the label has the true ratio. A view of the input is thousands of times faster than a copy. */
const LEAST = 0.25;
const MOST = 32;

/**
 * How many times our time each of the others takes.
 * @param {Results} results
 * @param {import('../inputs/cases.mjs').Operation} operation
 * @returns {string | undefined} an SVG document; undefined when there is nothing to draw
 */
export function drawCases(results, operation) {
  const cases = results.cases.filter((found) => found.operation === operation && ours(found));
  const contestants = Object.keys(COLOURS).filter((name) => cases.some((found) => isResult(found.contestants[name])));
  if (cases.length === 0 || contestants.length === 0) return undefined;
  const us = operation === 'loads' ? '`auto`' : 'ours';
  return render(118 + cases.length * (contestants.length * ROW_HEIGHT + 12), {
    title: title(
      `Time to ${operation === 'loads' ? 'decode' : 'encode'}, as a multiple of ${us} (longer is slower)`,
      `${machineOf(results.machine)}, log scale`,
    ),
    legend: { top: 58, itemGap: 14 },
    grid: { left: 230, right: 60, top: 92, bottom: 26 },
    xAxis: {
      type: 'log',
      logBase: 2,
      min: LEAST,
      axisLabel: { formatter: (/** @type {number} */ ratio) => `${ratio}×` },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: cases.map((found) => found.title),
      axisLabel: { width: 215, overflow: 'truncate' },
    },
    series: contestants.map((name, index) => ({
      name: labelOf(name),
      type: 'bar',
      barGap: '0%',
      itemStyle: { color: COLOURS[/** @type {keyof typeof COLOURS} */ (name)] },
      label: { show: true, position: 'right', fontSize: 10 },
      data: cases.map((found) => {
        const result = found.contestants[name];
        const base = ours(found);
        if (!isResult(result) || !base) return '-';
        const ratio = result.median / base.median;
        return { value: Math.min(Math.max(ratio, LEAST), MOST), label: { formatter: formatRatio(ratio) } };
      }),
      ...(index === 0 ? { markLine: markLine([{ at: 1, colour: '#333333' }]) } : {}),
    })),
  });
}

const MET = '#3b8a4e';
const MISSED = '#c0504d';

/**
 * Our time ÷ theirs, case by case, with the targets as lines.
 * @param {Results} results
 * @param {import('./targets.mjs').Rival} rival
 * @returns {string | undefined} an SVG document; undefined when there is nothing to draw
 */
export function drawTarget(results, rival) {
  const ratios = ratiosOf(results, rival);
  if (ratios.length === 0) return undefined;
  const { mean, each } = rival;
  const limit = each ?? mean ?? 1;
  const [least, most] = [1 / 32, 4];
  return render(126 + ratios.length * 22, {
    title: title(
      `Our time ÷ theirs: ${rival.title} (left of 1 we are faster)`,
      `${machineOf(results.machine)}, log scale`,
    ),
    grid: { left: 230, right: 60, top: 84, bottom: 26 },
    xAxis: {
      type: 'log',
      logBase: 2,
      min: least,
      max: most,
      axisLabel: { formatter: (/** @type {number} */ ratio) => `${ratio}` },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: ratios.map(({ found }) => found.title),
      axisLabel: { width: 215, overflow: 'truncate' },
    },
    series: [
      {
        type: 'bar',
        label: { show: true, position: 'right', fontSize: 10 },
        data: ratios.map(({ ratio }) => ({
          value: Math.min(Math.max(ratio, least), most),
          itemStyle: { color: ratio <= limit ? MET : MISSED },
          label: { position: ratio < 1 ? 'left' : 'right', formatter: ratio < 0.01 ? '< 0.01' : ratio.toFixed(2) },
        })),
        markLine: markLine([
          ...(mean === undefined ? [] : [{ at: mean, colour: '#7d93b8', label: `mean ${mean}` }]),
          ...(each === undefined ? [] : [{ at: each, colour: '#333333', label: `each ${each}` }]),
        ]),
      },
    ],
  });
}

/**
 * Time ÷ size on records, by size.
 * @param {Results} results
 * @returns {string | undefined} an SVG document; undefined when there is nothing to draw
 */
export function drawGrowth({ growth = [], machine }) {
  if (growth.length === 0) return undefined;
  const names = Object.keys(growth[0].contestants).filter((name) =>
    growth.some(({ contestants }) => isResult(contestants[name])),
  );
  return render(420, {
    title: title('Time ÷ size of the pickle, records; ns per byte', machineOf(machine)),
    legend: { top: 58, itemGap: 14 },
    grid: { left: 60, right: 40, top: 92, bottom: 46 },
    xAxis: {
      type: 'category',
      data: growth.map(({ label }) => label),
      name: 'pickle',
      nameLocation: 'middle',
      nameGap: 28,
    },
    yAxis: { type: 'value', min: 0 },
    series: names.map((name) => ({
      name: labelOf(name),
      type: 'line',
      itemStyle: {
        color: COLOURS[/** @type {keyof typeof COLOURS} */ (name)] ?? (name === 'auto' ? OURS_COLOUR : '#1b4f72'),
      },
      data: growth.map(({ bytes, contestants }) => {
        const found = contestants[name];
        return isResult(found) ? (found.median * 1e6) / bytes : '-';
      }),
    })),
  });
}
