import type { Call } from '../call/call.ts';

/** What the body of a menu of the toolbar is given. */
export interface CallMenuProps {
  call: Call;
  close: () => void;
}
