import { conclude, judge, median, print, quantile, spread } from '../figures';
import { timeChecks } from './checking';
import { measureOutside } from './outsideEditor';
import { lineCount } from './source';

const goals = { request: 50, ratio: 1.2, check: 20 };

/** @param bundle of the bench, which the editor loads. */
export async function reportTasks(bundle: string): Promise<void> {
  const { read, unread } = await timeChecks();
  const checked = quantile(read, 0.95);
  print(
    `an answer of 300 lines applied and checked: ${judge('check of 300 lines', spread(read), `p95 < ${goals.check} ms`, checked < goals.check)}`,
  );
  print(`with all ${lineCount} lines read as code first: ${spread(unread)}`);
  const { ours, service } = await measureOutside(bundle);
  const middle = median(ours);
  const ratio = middle / median(service);
  print(`measured in an editor: Explain on a file of ${lineCount} lines, ${ours.length} functions`);
  print(
    `from the command to the request: ${judge('command to request', spread(ours), `median < ${goals.request} ms`, middle < goals.request)}`,
  );
  print(
    `the language service alone, for the same names: ${spread(service)}; ` +
      judge('command to language service', `ratio ${ratio.toFixed(2)}`, `< ${goals.ratio}`, ratio < goals.ratio),
  );
  conclude('editorTasks');
}
