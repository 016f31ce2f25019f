import type { IconNode } from 'lucide';
import { Icon } from './icon.tsx';

interface MenuItemProps {
  icon: IconNode;
  label: string;
  testId?: string;
  class?: string;
  act: () => void;
}

export function MenuItem({ icon, label, testId, class: className = '', act }: MenuItemProps) {
  return (
    <button type="button" class={`menu-item ${className}`} data-testid={testId} onClick={act}>
      <Icon node={icon} />
      <span>{label}</span>
    </button>
  );
}
