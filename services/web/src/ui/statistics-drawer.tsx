import type { Call } from '../call/call.ts';
import { toolbarWords } from '../words/toolbar-words.ts';
import { bringModule } from './bring-module.ts';
import { SidePanel } from './side-panel.tsx';
import { whenAsked } from './when-asked.tsx';

// The plots weigh half as much as the rest of the page, and few people ever look at them.
const statistics = whenAsked(
  async () => (await bringModule(() => import('../statistics/statistics-panel.tsx'))).StatisticsPanel,
);

/** What was measured on the way to each person. */
export function StatisticsDrawer({ call, peer }: { call: Call; peer: string | undefined }) {
  const { statistics: title, closeStatistics } = toolbarWords.value;
  const choose = (chosen: string) => void (call.panel.value = { name: 'statistics', peer: chosen });
  const close = () => void (call.panel.value = undefined);
  return (
    <SidePanel name="statistics" title={title} closeLabel={closeStatistics} close={close}>
      <statistics.Part call={call} peer={peer} choose={choose} />
    </SidePanel>
  );
}
