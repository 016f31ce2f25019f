import { computed, signal } from '@preact/signals';
import { recall, remember } from '../preferences.ts';

const listed = signal<readonly MediaDeviceInfo[]>([]);
const chosen = signal(recall('speaker'));

/** Whether a page may say where its sound goes; Safari keeps that to itself. */
export const CAN_CHOOSE_SPEAKER =
  'HTMLMediaElement' in globalThis && 'setSinkId' in HTMLMediaElement.prototype;

/** Where sound can go, as far as the browser tells: none before the microphone was allowed. */
export const speakers = computed(() => listed.value);

/** The speaker that was chosen, or nothing for the system's own; also where the chosen one is gone. */
export const speaker = computed(() =>
  listed.value.some(({ deviceId }) => deviceId === chosen.value) ? chosen.value : '',
);

export function chooseSpeaker(deviceId: string): void {
  remember('speaker', deviceId);
  chosen.value = deviceId;
}

/** Keeps the list up to date. Gives a function that ends it. */
export function watchSpeakers(): () => void {
  const { mediaDevices } = navigator;
  if (!CAN_CHOOSE_SPEAKER || mediaDevices === undefined) return () => undefined;
  const list = async () => {
    const all = await mediaDevices.enumerateDevices();
    listed.value = all.filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== '');
  };
  const relist = () => void list();
  relist();
  mediaDevices.addEventListener('devicechange', relist);
  return () => mediaDevices.removeEventListener('devicechange', relist);
}

/** Lets an element be heard where the person wants it, or where the system does when that can't be. */
export async function playThrough(element: HTMLMediaElement, deviceId: string): Promise<void> {
  if (!CAN_CHOOSE_SPEAKER || element.sinkId === deviceId) return;
  try {
    await element.setSinkId(deviceId);
  } catch {
    // Chromium refuses for a stream that has no sound yet. Without a stream it keeps what it was told for all to come.
    const { srcObject } = element;
    element.srcObject = null;
    await element.setSinkId(deviceId).catch(() => element.setSinkId(''));
    element.srcObject ??= srcObject;
  }
}
