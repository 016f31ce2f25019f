import type { ComponentType } from 'preact';
import type { Call, MenuName } from '../call/call.ts';
import { bringModule } from './bring-module.ts';
import type { CallMenuProps } from './call-menu-props.ts';
import { later } from './later.tsx';
import { Popup } from './popup.tsx';

// None of these is needed to talk, so none is loaded before somebody opens it.
const BODIES: Record<MenuName, ComponentType<CallMenuProps>> = {
  bandwidth: later(async () => (await bringModule(() => import('./bandwidth-menu.tsx'))).BandwidthMenu),
  more: later(async () => (await bringModule(() => import('./more-menu.tsx'))).MoreMenu),
  reactions: later(async () => (await bringModule(() => import('./reactions-menu.tsx'))).ReactionsMenu),
};

interface Props {
  call: Call;
  name: MenuName;
  label: string;
  anchor: HTMLElement | null;
}

/** One of the menus of the toolbar. */
export function CallMenu({ call, name, label, anchor }: Props) {
  const Body = BODIES[name];
  const closed = () => {
    // It may have given its place to another one.
    if (call.panel.value?.name === name) call.panel.value = undefined;
  };
  return (
    <Popup label={label} anchor={anchor} closed={closed} testId={`${name}-menu`}>
      {(close) => <Body call={call} close={close} />}
    </Popup>
  );
}
