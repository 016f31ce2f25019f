import { File as FileIcon } from 'lucide';
import { keepFile, saveAgain } from '../call/keep-file.ts';
import { IncomingTransfer } from '../call/shared-file.ts';
import type { SharedFile, Transfer, TransferState } from '../call/shared-file.ts';
import { paceOf } from '../call/transfer-pace.ts';
import type { Mark } from '../call/transfer-pace.ts';
import { chatWords } from '../words/chat-words.ts';
import { shownName } from '../words/common-words.ts';
import { fileSize, fileSpeed } from '../words/file-formats.ts';
import { duration } from '../words/formats.ts';
import { libraryWords } from '../words/library-words.ts';
import { Icon } from './icon.tsx';
import { useTick } from './tick.ts';

/** A file, and how far it is with each person it goes to or comes from. */
export function FileCard({ file }: { file: SharedFile }) {
  return (
    <div class="file" data-testid="file">
      <Icon node={FileIcon} />
      <p class="file-name">
        <span>{file.name}</span> <span class="file-size">{fileSize.value(file.size)}</span>
      </p>
      {file.transfers.map((transfer, index) => (
        <TransferRow key={index} transfer={transfer} name={file.name} />
      ))}
    </div>
  );
}

function TransferRow({ transfer, name }: { transfer: Transfer; name: string }) {
  const state = transfer.state.value;
  return (
    <div class="transfer" data-state={state.name === 'over' ? state.outcome : state.name}>
      {state.name === 'moving' && <Progress marks={state.marks} size={transfer.size} name={name} />}
      <TransferWords transfer={transfer} state={state} />
      <TransferButtons transfer={transfer} state={state} name={name} />
    </div>
  );
}

function Progress({ marks, size, name }: { marks: readonly Mark[]; size: number; name: string }) {
  const bytes = marks.at(-1)?.bytes ?? 0;
  const { progress, of } = chatWords.value.file;
  return (
    <progress
      max={Math.max(1, size)}
      value={bytes}
      aria-label={progress(name)}
      aria-valuetext={of(fileSize.value(bytes), fileSize.value(size))}
    />
  );
}

function TransferWords({ transfer, state }: { transfer: Transfer; state: TransferState }) {
  useTick(state.name === 'moving');
  const peer = shownName(transfer.peerName);
  const isComing = transfer instanceof IncomingTransfer;
  const { file } = chatWords.value;
  switch (state.name) {
    case 'offered':
      return <p>{isComing ? file.offered(peer) : file.waiting(peer)}</p>;
    case 'moving':
      // The log that this stands in is read out; a number that is new each second must not be.
      return <p aria-live="off">{movingWords(state.marks, transfer, performance.now())}</p>;
    case 'over': {
      const { sent, received } = libraryWords.value;
      return <p role="status">{(isComing ? received : sent)[state.outcome](peer, state.byUs)}</p>;
    }
    default:
      return state satisfies never;
  }
}

function movingWords(marks: readonly Mark[], { size, peerName }: Transfer, now: number): string {
  const { of, left, stalled } = chatWords.value.file;
  const parts = [shownName(peerName), of(fileSize.value(marks.at(-1)?.bytes ?? 0), fileSize.value(size))];
  const pace = paceOf(marks, size, now);
  if (pace?.leftMs !== undefined)
    parts.push(fileSpeed.value(pace.bytesPerSecond), left(duration.value(pace.leftMs)));
  else if (pace !== undefined) parts.push(stalled);
  return parts.join(' · ');
}

interface TransferButtonsProps {
  transfer: Transfer;
  state: TransferState;
  name: string;
}

function TransferButtons({ transfer, state, name }: TransferButtonsProps) {
  const { accept, refuse, cancel, saveAgain: again } = chatWords.value.file;
  const incoming = transfer instanceof IncomingTransfer ? transfer : undefined;
  if (state.name === 'over') {
    const blob = incoming?.received;
    return blob === undefined ? null : <Small word={again} act={() => saveAgain(blob, name)} />;
  }
  if (state.name === 'moving' || incoming === undefined)
    return <Small word={cancel} act={() => transfer.cancel()} />;
  return (
    <div class="transfer-choice">
      <Small word={accept} go act={() => void keepFile(incoming, name)} />
      <Small word={refuse} act={() => incoming.refuse()} />
    </div>
  );
}

function Small({ word, act, go = false }: { word: string; act: () => void; go?: boolean }) {
  return (
    <button type="button" class={go ? 'button button-small button-go' : 'button button-small'} onClick={act}>
      {word}
    </button>
  );
}
