import { createElement } from 'preact';
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { talkWords } from '../words/talk-words.ts';

interface AskedFor<Props> {
  Part: FunctionComponent<Props>;
  /** Fetches it before it is shown, so that it is there when the network is not. */
  fetch: () => void;
}

/** A part of the page that is no part of the first load: it comes when it is first shown, or fetched. */
export function whenAsked<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
): AskedFor<Props> {
  let part: FunctionComponent<Props> | undefined;
  const bring = async () => {
    part ??= await load();
  };

  function Part(props: Props) {
    const [failed, setFailed] = useState(false);
    const [tries, setTries] = useState(0);
    const [, setCame] = useState(part !== undefined);
    useEffect(() => {
      let isShown = true;
      setFailed(false);
      bring().then(
        () => isShown && setCame(true),
        () => isShown && setFailed(true),
      );
      return () => {
        isShown = false;
      };
    }, [tries]);
    if (part !== undefined) return createElement(part, props);
    return <Waiting failed={failed} again={() => setTries(tries + 1)} />;
  }
  // Where it does not come now, it will be asked for again, and then somebody is told.
  return { Part, fetch: () => void bring().catch(() => {}) };
}

function Waiting({ failed, again }: { failed: boolean; again: () => void }) {
  const words = talkWords.value;
  return (
    <div class="waiting" role="status">
      <p>{failed ? words.notLoaded : words.loading}</p>
      {failed && (
        <button type="button" class="button button-small" onClick={again}>
          {words.again}
        </button>
      )}
    </div>
  );
}
