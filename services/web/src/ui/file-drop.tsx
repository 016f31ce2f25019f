import { FileUp } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import type { Call } from '../call/call.ts';
import { shownName } from '../words/common-words.ts';
import { talkWords } from '../words/talk-words.ts';
import { Icon } from './icon.tsx';

/** Files let go over the call are sent; without this, the browser would leave the call to show them. */
export function FileDrop({ call }: { call: Call }) {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const out = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!holdsFiles(event)) return;
      event.preventDefault();
      call.talk.offer(filesOf(event.dataTransfer));
      call.chat.setOpen(true);
    };
    addEventListener('dragover', over);
    addEventListener('dragleave', out);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', out);
      removeEventListener('drop', drop);
    };
  }, []);
  if (!isOver) return null;
  return (
    <div class="drop" data-testid="drop">
      <Icon node={FileUp} size={28} />
      <p>{dropWords(call)}</p>
    </div>
  );
}

function holdsFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true;
}

/** A folder looks like a file, and cannot be read as one: it comes out as null. */
function filesOf(dragged: DataTransfer | null): (File | null)[] {
  return [...(dragged?.items ?? [])]
    .filter(({ kind }) => kind === 'file')
    .map((item) => (item.webkitGetAsEntry()?.isDirectory === true ? null : item.getAsFile()));
}

function dropWords({ talk, peers }: Call): string {
  const { drop, dropNobody } = talkWords.value;
  const here = peers.value.filter(({ path }) => path !== 'ended');
  if (here.length === 0) return dropNobody;
  const [only] = here.filter(({ id }) => here.length === 1 || id === talk.fileTarget.value);
  return only === undefined ? drop.everybody : drop.one(shownName(only.name));
}
