import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressBlock } from './address-block.ts';

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::', '2001:db8:1:2::/64'],
  ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['127.0.0.1', undefined],
  ['127.8.9.10', undefined],
  ['::1', undefined],
  ['::ffff:127.0.0.1', undefined],
  ['unix:', 'none'],
  ['', 'none'],
])('counts %s as %s', (address, block) => {
  expect(addressBlock(address)).toBe(block);
});

it('counts all of a /64 as one, and takes whatever a proxy says', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const [block] = [addressBlock(address)];
      if (block?.endsWith('::/64')) expect(addressBlock(block.replace('/64', '1234'))).toBe(block);
    }),
  );
  fc.assert(fc.property(fc.oneof(fc.string(), fc.ipV4()), (address) => void addressBlock(address)));
});
