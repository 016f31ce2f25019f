import { SIGNS } from '../call/signs.ts';
import { signWords } from '../words/sign-words.ts';
import type { CallMenuProps } from './call-menu-props.ts';

export function ReactionsMenu({ call, close }: CallMenuProps) {
  const { names } = signWords.value;
  return (
    <div class="signs">
      {SIGNS.map((sign) => (
        <button
          key={sign}
          type="button"
          class="sign-button"
          aria-label={names[sign]}
          title={names[sign]}
          onClick={() => {
            call.signs.show(sign);
            close();
          }}
        >
          {sign}
        </button>
      ))}
    </div>
  );
}
