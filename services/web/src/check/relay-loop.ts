import type { IceServer } from '@parley/client/messages';
import { pause } from '@parley/client/pause';
import { readStats } from '@parley/client/read-stats';
import type { Sample } from '@parley/client/read-stats';
import { startEcho } from './echo.ts';
import { LoopEnds } from './loop-ends.ts';
import { isBusy, loopFigures } from './loop-figures.ts';
import type { LoopFinding } from './loop-verdict.ts';
import { movingPicture } from './moving-picture.ts';

export interface LoopOptions {
  servers: IceServer[];
  signal: AbortSignal;
  /** How much of the measuring is done, from 0 to 1. */
  progress: (part: number) => void;
}

const SECONDS = 10;
const LOOKS_A_SECOND = 2;
const LOOKS = SECONDS * LOOKS_A_SECOND;

/**
 * A call with ourselves through the relay: ten seconds of picture and of notes through a data channel, from one
 * connection of this page to the other.
 */
export async function runLoop({ servers, signal, progress }: LoopOptions): Promise<LoopFinding> {
  const ends = new LoopEnds(servers);
  const picture = movingPicture();
  const echo = startEcho(ends.channel, ends.receiver);
  try {
    if (picture !== undefined) await ends.carry(picture.track);
    const obstacle = await ends.connect(signal);
    if (obstacle !== undefined) return { result: 'blocked', obstacle };
    const samples: Sample[] = [];
    const sent: Sample[] = [];
    let hidden = false;
    for (let look = 0; look <= LOOKS && !signal.aborted; look += 1) {
      samples.push(readStats(await ends.receiver.getStats()));
      sent.push(readStats(await ends.sender.getStats()));
      hidden ||= document.hidden;
      progress(look / LOOKS);
      await pause(1000 / LOOKS_A_SECOND, signal);
    }
    const figures = loopFigures({ samples, echoesMs: echo.tookMs, roundTripMs: sent.at(-1)?.roundTripMs });
    if (figures === undefined) return { result: 'blocked', obstacle: 'no-packets' };
    return { result: 'measured', figures, caveat: hidden ? 'hidden' : isBusy(sent) ? 'busy' : undefined };
  } finally {
    echo.stop();
    picture?.stop();
    ends.close();
  }
}
