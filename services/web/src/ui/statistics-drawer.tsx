import type { Call } from '../call/call.ts';
import { bringModule } from './bring-module.ts';
import { later } from './later.tsx';

// The plots weigh half as much as the rest of the page, and few people ever look at them.
const Panel = later(
  async () => (await bringModule(() => import('../statistics/statistics-panel.tsx'))).StatisticsPanel,
);

export function StatisticsDrawer({ call }: { call: Call }) {
  const panel = call.panel.value;
  if (panel?.name !== 'statistics') return null;
  const show = (peer: string) => void (call.panel.value = { name: 'statistics', peer });
  const close = () => void (call.panel.value = undefined);
  return <Panel call={call} peer={panel.peer} choose={show} close={close} />;
}
