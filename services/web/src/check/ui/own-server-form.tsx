import type { IceServer } from '@parley/client/messages';
import { useState } from 'preact/hooks';
import { checkFormWords } from '../../words/check-form-words.ts';
import { readOwnServer } from '../own-server.ts';
import type { OwnServerEntry, OwnServerFault } from '../own-server.ts';

interface OwnServerFormProps {
  busy: boolean;
  onTest: (server: IceServer) => void;
}

/** Takes a server of somebody else's. Nothing of it is kept or sent anywhere but to that server. */
export function OwnServerForm({ busy, onTest }: OwnServerFormProps) {
  const words = checkFormWords.value;
  const [entry, setEntry] = useState<OwnServerEntry>({ addresses: '', user: '', password: '' });
  const [fault, setFault] = useState<OwnServerFault | undefined>(undefined);
  const change = (part: Partial<OwnServerEntry>) => {
    setEntry({ ...entry, ...part });
    setFault(undefined);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (busy) return;
    const server = readOwnServer(entry);
    if (typeof server === 'string') setFault(server);
    else onTest(server);
  };
  const field = { class: 'input', autocomplete: 'off', autocapitalize: 'off', spellcheck: false } as const;
  return (
    <form class="check-form" onSubmit={submit} noValidate>
      <p class="small">{words.lead}</p>
      <div class="field">
        <label for="own-address">{words.address}</label>
        <input
          {...field}
          id="own-address"
          value={entry.addresses}
          placeholder={words.addressHint}
          aria-invalid={fault === 'bad'}
          aria-describedby={fault === undefined ? undefined : 'own-fault'}
          onInput={(event) => change({ addresses: event.currentTarget.value })}
        />
      </div>
      <div class="check-form-row">
        <div class="field">
          <label for="own-user">{words.user}</label>
          <input
            {...field}
            id="own-user"
            value={entry.user}
            aria-invalid={fault === 'needsCredential'}
            onInput={(event) => change({ user: event.currentTarget.value })}
          />
        </div>
        <div class="field">
          <label for="own-password">{words.password}</label>
          <input
            {...field}
            id="own-password"
            type="password"
            value={entry.password}
            aria-invalid={fault === 'needsCredential'}
            onInput={(event) => change({ password: event.currentTarget.value })}
          />
        </div>
      </div>
      {fault !== undefined && (
        <p id="own-fault" class="field-problem" role="alert">
          {words[fault]}
        </p>
      )}
      <button type="submit" class="button" aria-disabled={busy}>
        {words.go}
      </button>
    </form>
  );
}
