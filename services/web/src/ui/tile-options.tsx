import {
  ChartLine,
  EllipsisVertical,
  Maximize,
  Minimize,
  PictureInPicture2,
  Pin,
  PinOff,
  ShieldCheck,
} from 'lucide';
import type { PeerView } from '@parley/client/peer-view';
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Call } from '../call/call.ts';
import { SEND_LIMITS, isSendLimit } from '../call/send-limits.ts';
import type { TileId } from '../call/spotlight.ts';
import { stageWords } from '../words/stage-words.ts';
import { tileWords } from '../words/tile-words.ts';
import { toolbarWords } from '../words/toolbar-words.ts';
import { toggleFullScreen } from './full-screen.ts';
import { Icon } from './icon.tsx';
import { MenuItem } from './menu-item.tsx';
import { Popup } from './popup.tsx';

interface TileOptionsProps {
  call: Call;
  tile: TileId;
  name: string;
  /** Whether it stands large now. */
  large: boolean;
  /** Whether there is a picture, which may leave the page. */
  video: boolean;
  /** More about this one, above and below what can be done with every tile. */
  head?: string | undefined;
  children?: (close: () => void) => ComponentChildren;
}

/** What can be done with a tile. */
export function TileOptions({ call, tile, name, large, video, head, children }: TileOptionsProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const words = tileWords.value;
  const label = words.options(name);
  const shown = () => button.current?.closest('li') ?? null;
  const inFull = shown() !== null && document.fullscreenElement === shown();
  return (
    <>
      <button
        ref={button}
        type="button"
        class="tile-more"
        data-testid="tile-options"
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        <Icon node={EllipsisVertical} />
      </button>
      {open && (
        <Popup label={label} anchor={button.current} closed={() => setOpen(false)} testId="tile-menu">
          {(close) => (
            <>
              {head !== undefined && <p class="menu-head">{head}</p>}
              <MenuItem
                icon={large ? PinOff : Pin}
                label={large ? words.unpin : words.pin}
                testId="pin"
                act={() => {
                  close();
                  if (large) call.spotlight.unpin(tile);
                  else call.spotlight.pin(tile);
                }}
              />
              <MenuItem
                icon={inFull ? Minimize : Maximize}
                label={inFull ? words.endFullScreen : words.fullScreen}
                testId="full-screen"
                act={() => {
                  close();
                  void toggleFullScreen(shown());
                }}
              />
              {video && document.pictureInPictureEnabled && (
                <MenuItem
                  icon={PictureInPicture2}
                  label={words.pictureInPicture}
                  testId="picture-in-picture"
                  act={() => {
                    close();
                    void float(shown()?.querySelector('video') ?? null);
                  }}
                />
              )}
              {children?.(close)}
            </>
          )}
        </Popup>
      )}
    </>
  );
}

/** What concerns one person alone: how much they are sent, and how that goes. */
export function PeerOptions({
  call,
  peer,
  name,
  close,
}: {
  call: Call;
  peer: PeerView;
  name: string;
  close: () => void;
}) {
  const words = tileWords.value;
  const own = call.bandwidth.own.value.get(peer.id);
  return (
    <>
      <MenuItem
        icon={ChartLine}
        label={words.statistics}
        testId="peer-statistics"
        act={() => {
          close();
          call.panel.value = { name: 'statistics', peer: peer.id };
        }}
      />
      {peer.path === 'connected' && (
        <MenuItem
          icon={ShieldCheck}
          label={stageWords.value.compare(name)}
          act={() => {
            close();
            call.comparing.value = peer.id;
          }}
        />
      )}
      <label class="menu-field">
        <span>{words.limit(name)}</span>
        <select
          class="menu-select"
          data-testid="peer-limit"
          value={own ?? ''}
          onChange={({ currentTarget: { value } }) =>
            void call.bandwidth.setOwn(peer.id, isSendLimit(value) ? value : undefined)
          }
        >
          <option value="">{words.asAll}</option>
          {SEND_LIMITS.map((choice) => (
            <option key={choice} value={choice}>
              {toolbarWords.value.limits[choice]}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

// A browser may refuse it; then the page stays as it is.
async function float(video: HTMLVideoElement | null): Promise<void> {
  const isOut = document.pictureInPictureElement === video;
  await (isOut ? document.exitPictureInPicture() : video?.requestPictureInPicture())?.catch(() => {});
}
