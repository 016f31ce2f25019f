/** Who speaks, as told by one look at all sound levels after the other. */
export interface SpeakerState {
  readonly speaker: string | undefined;
  readonly levels: ReadonlyMap<string, number>;
  /** Since when, in milliseconds, somebody else has been the loudest. */
  readonly challenger: { readonly id: string; readonly since: number } | undefined;
  readonly heardAt: number;
}

export const NOBODY_SPEAKS: SpeakerState = {
  speaker: undefined,
  levels: new Map(),
  challenger: undefined,
  heardAt: 0,
};

/** RFC 6464 levels as getSynchronizationSources gives them, 0 to 1: below this is the noise of a room. */
const SPEECH = 0.02;
const SMOOTHING = 0.4;
/** How long somebody has to be the loudest before they take over: a cough is no turn to speak. */
const TAKES_OVER_MS = 500;
/** How long one who paused is still the speaker. */
const HOLDS_MS = 2_000;

/** Takes one more look into account; `now` in milliseconds of any monotonic clock. */
export function hear(state: SpeakerState, look: ReadonlyMap<string, number>, now: number): SpeakerState {
  const levels = new Map(
    [...look].map(([id, level]) => {
      const before = state.levels.get(id) ?? 0;
      return [id, before + SMOOTHING * (level - before)];
    }),
  );
  const loudest = loudestOf(levels);
  const speaker = state.speaker !== undefined && look.has(state.speaker) ? state.speaker : undefined;
  const speaks = speaker !== undefined && (levels.get(speaker) ?? 0) >= SPEECH;
  const heardAt = speaks ? now : state.heardAt;
  const held = speaker !== undefined && now - heardAt < HOLDS_MS ? speaker : undefined;
  if (loudest === undefined || loudest === held)
    return { speaker: held, levels, challenger: undefined, heardAt };
  const challenger = state.challenger?.id === loudest ? state.challenger : { id: loudest, since: now };
  if (held === undefined || now - challenger.since >= TAKES_OVER_MS) {
    return { speaker: loudest, levels, challenger: undefined, heardAt: now };
  }
  return { speaker: held, levels, challenger, heardAt };
}

function loudestOf(levels: ReadonlyMap<string, number>): string | undefined {
  let loudest: string | undefined;
  let most = SPEECH;
  for (const [id, level] of levels) {
    if (level < most) continue;
    most = level;
    loudest = id;
  }
  return loudest;
}
