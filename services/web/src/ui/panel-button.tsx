import type { IconNode } from 'lucide';
import { useRef } from 'preact/hooks';
import type { Call, MenuName } from '../call/call.ts';
import { CallMenu } from './call-menu.tsx';
import { Icon } from './icon.tsx';

interface PanelButtonProps {
  call: Call;
  panel: MenuName;
  icon: IconNode;
  label: string;
  testId: string;
  wide?: boolean;
}

/** A control that opens one of the call's menus beside it. */
export function PanelButton({ call, panel, icon, label, testId, wide = false }: PanelButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const open = call.panel.value?.name === panel;
  return (
    <>
      <button
        ref={button}
        type="button"
        class={['round', wide && 'is-wide', open && 'is-open'].filter(Boolean).join(' ')}
        data-testid={testId}
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={open}
        data-tip={label}
        onClick={() => void (call.panel.value = { name: panel })}
      >
        <Icon node={icon} />
      </button>
      {open && <CallMenu call={call} name={panel} label={label} anchor={button.current} />}
    </>
  );
}
