import { expect, it } from 'vitest';
import { facingOf, otherWay } from './facing.ts';
import type { ListedCamera } from './facing.ts';

const camera = (deviceId: string, label: string, facingMode?: string[]): ListedCamera =>
  facingMode === undefined
    ? { deviceId, label }
    : { deviceId, label, getCapabilities: () => ({ facingMode }) };

it.each([
  ['what it says it can do', camera('a', 'Back Camera', ['user']), 'user'],
  ['its name on Android', camera('a', 'camera2 0, facing back'), 'environment'],
  ['its name on an iPhone', camera('a', 'Front Camera'), 'user'],
  ['its name on an iPhone in Chinese', camera('a', '后置双广角镜头'), 'environment'],
  ['a camera on a desk', camera('a', 'HD Webcam C920', []), undefined],
])('knows which way a camera looks by %s', (_by, listed, facing) => {
  expect(facingOf(listed)).toBe(facing);
});

it('finds the camera that looks the other way, and none where there is no other', () => {
  const phone = [
    camera('f', 'Front Camera'),
    camera('b', 'Back Camera'),
    camera('w', 'Back Ultra Wide Camera'),
  ];
  expect(otherWay(phone, 'f')?.deviceId).toBe('b');
  expect(otherWay(phone, 'w')?.deviceId).toBe('f');
  expect(otherWay(phone, undefined)).toBeUndefined();
  expect(otherWay([camera('c', 'HD Webcam'), camera('b', 'Back Camera')], 'c')).toBeUndefined();
  expect(otherWay([camera('f', 'Front Camera'), camera('c', 'HD Webcam')], 'f')).toBeUndefined();
});
