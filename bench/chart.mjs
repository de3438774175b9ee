/**
 * The results as a bar chart: how many times the time of our WebAssembly engine each of the others takes.
 */
import * as echarts from 'echarts';
import { formatRatio, isResult, ours } from './report.mjs';

const WIDTH = 960;
const ROW_HEIGHT = 12;
/** Bars end here; the label has the true ratio. A view of the input is thousands of times faster than a copy. */
const LEAST = 0.25;
const MOST = 32;
const COLOURS = {
  js: '#8fb8de',
  pickleparser: '#c0504d',
  JSON: '#e0a030',
  'msgpackr records': '#7a9e4e',
  msgpackr: '#a8c686',
  CPython: '#4b6a9b',
  'CPython, gc off': '#7d93b8',
};
const LABELS = { js: 'ours, JavaScript engine', JSON: 'JSON', 'CPython, gc off': 'CPython, gc off' };

/**
 * @param {import('./report.mjs').Results} results
 * @param {import('./cases.mjs').Operation} operation
 * @returns {string | undefined} an SVG document; undefined when there is nothing to draw
 */
export function drawChart(results, operation) {
  const cases = results.cases.filter((found) => found.operation === operation && found.headline && ours(found));
  const contestants = Object.keys(COLOURS).filter((name) => {
    return cases.some((found) => isResult(found.contestants[name]));
  });
  if (cases.length === 0 || contestants.length === 0) return undefined;
  const chart = echarts.init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: WIDTH,
    height: 118 + cases.length * (contestants.length * ROW_HEIGHT + 12),
  });
  const us = operation === 'loads' ? 'ours, WebAssembly' : 'ours';
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: {
      text: `Time to ${operation === 'loads' ? 'decode' : 'encode'}, as a multiple of ${us} (longer is slower)`,
      subtext: `${results.machine.cpu}, Node ${results.machine.node}${results.machine.python ? `, CPython ${results.machine.python}` : ''}; medians, log scale`,
      left: 'center',
      textStyle: { fontSize: 15 },
    },
    legend: { top: 58, itemGap: 14 },
    grid: { left: 230, right: 60, top: 92, bottom: 26 },
    xAxis: { type: 'log', logBase: 2, min: LEAST, axisLabel: { formatter: (/** @type {number} */ ratio) => `${ratio}×` } },
    yAxis: { type: 'category', inverse: true, data: cases.map(({ title }) => title), axisLabel: { width: 215, overflow: 'truncate' } },
    series: contestants.map((name, index) => ({
      name: Object.entries(LABELS).find(([known]) => known === name)?.[1] ?? name,
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
      ...(index === 0
        ? {
            markLine: {
              symbol: 'none',
              silent: true,
              lineStyle: { color: '#333333', type: 'solid' },
              label: { show: false },
              data: [{ xAxis: 1 }],
            },
          }
        : {}),
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
