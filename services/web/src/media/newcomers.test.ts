import { expect, it } from 'vitest';
import { newcomers } from './newcomers.ts';

const device = (kind: MediaDeviceKind, deviceId: string, label = deviceId) => ({ kind, deviceId, label });
const builtIn = [device('audioinput', 'default'), device('audioinput', 'mic'), device('videoinput', 'cam')];

it('finds the camera and the microphone that were plugged in', () => {
  const now = [...builtIn, device('videoinput', 'usb-cam'), device('audioinput', 'headset')];
  expect(newcomers(builtIn, now)).toEqual([
    { kind: 'video', deviceId: 'usb-cam', label: 'usb-cam' },
    { kind: 'audio', deviceId: 'headset', label: 'headset' },
  ]);
});

it('takes no notice of a speaker, of what went, and of what has no name', () => {
  const now = [builtIn[1], device('audiooutput', 'loud'), device('videoinput', 'x', '')];
  expect(
    newcomers(
      builtIn,
      now.filter((each) => each !== undefined),
    ),
  ).toEqual([]);
});

it('does not offer the same device again under the name of the system’s choice', () => {
  const before = builtIn.slice(1);
  expect(newcomers(before, [...before, device('audioinput', 'communications')])).toEqual([]);
});
