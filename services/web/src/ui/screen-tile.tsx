import { MonitorUp, ScreenShareOff } from 'lucide';
import type { ComponentChildren } from 'preact';
import type { Place } from '../call/focus-layout.ts';
import { toolbarWords } from '../words/toolbar-words.ts';
import { Icon } from './icon.tsx';
import { isSmall, placed } from './tile.tsx';
import { Video } from './video.tsx';

interface ScreenTileProps {
  place: Place;
  peerId: string;
  name: string;
  stream: MediaStream | null;
  options: ComponentChildren;
  /** Ends it, where it is our own. */
  stop?: () => void;
}

/** A screen that somebody shares, whole, whatever its shape. */
export function ScreenTile({ place, peerId, name, stream, options, stop }: ScreenTileProps) {
  return (
    <li
      class={isSmall(place) ? 'tile is-screen is-small' : 'tile is-screen'}
      style={placed(place)}
      data-testid="screen"
      data-peer-id={peerId}
      data-self={stop === undefined ? undefined : 'true'}
    >
      <Video stream={stream} muted mirrored={false} shown whole />
      {options}
      {stop !== undefined && (
        <button type="button" class="button tile-stop" data-testid="stop-sharing" onClick={stop}>
          <Icon node={ScreenShareOff} size={16} />
          <span>{toolbarWords.value.stopSharing}</span>
        </button>
      )}
      <p class="tile-name">
        <span class="tile-badge">
          <Icon node={MonitorUp} size={16} />
        </span>
        <span class="tile-name-text">{name}</span>
      </p>
    </li>
  );
}
