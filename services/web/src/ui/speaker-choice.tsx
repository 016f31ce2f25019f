import { ChevronDown, Volume2 } from 'lucide';
import { useState } from 'preact/hooks';
import { CAN_CHOOSE_SPEAKER, chooseSpeaker, speaker, speakers } from '../media/speakers.ts';
import { playTestSound } from '../media/test-sound.ts';
import { deviceWords } from '../words/device-words.ts';
import { Icon } from './icon.tsx';

/** Where the others are heard, and a sound to try it. Where the browser decides, the sound alone. */
export function SpeakerChoice() {
  const list = speakers.value;
  const { speakerLabel, standardSpeaker } = deviceWords.value;
  const choosing = CAN_CHOOSE_SPEAKER && list.length > 0;
  // Some browsers list the system's own choice by this name, others not at all.
  const standard = list.find(({ deviceId }) => deviceId === 'default')?.deviceId ?? '';
  return (
    <div class="field">
      {choosing ? (
        <label for="choose-speaker">{speakerLabel}</label>
      ) : (
        // Holds the place, as the list comes once the microphone is allowed.
        <span class="field-label">{speakerLabel}</span>
      )}
      <div class="field-row">
        {choosing && (
          <div class="select">
            <Icon node={Volume2} />
            <select
              id="choose-speaker"
              data-testid="choose-speaker"
              value={speaker.value === '' ? standard : speaker.value}
              onChange={({ currentTarget }) => chooseSpeaker(currentTarget.value)}
            >
              {standard === '' && <option value="">{standardSpeaker}</option>}
              {list.map(({ deviceId, label }) => (
                <option key={deviceId} value={deviceId}>
                  {label === '' ? standardSpeaker : label}
                </option>
              ))}
            </select>
            <Icon node={ChevronDown} size={16} />
          </div>
        )}
        <TestSound />
      </div>
    </div>
  );
}

function TestSound() {
  const [playing, setPlaying] = useState(false);
  const { testSound, testSoundPlays } = deviceWords.value;
  const play = async () => {
    if (playing) return;
    setPlaying(true);
    // What is in the way is heard, or rather not.
    await playTestSound(speaker.value).catch(() => undefined);
    setPlaying(false);
  };
  return (
    <button
      type="button"
      class="button"
      data-testid="test-sound"
      aria-disabled={playing}
      onClick={() => void play()}
    >
      {playing ? testSoundPlays : testSound}
    </button>
  );
}
