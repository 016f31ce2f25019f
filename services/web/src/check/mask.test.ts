import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { masked } from './mask.ts';

const addresses = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.ipV6().map((address) => `${address}%eth0`),
  fc.uuid().map((name) => `${name}.local`),
);
// What stands around an address in a report, and what could hide it from whoever looks for one.
const around = fc.constantFrom(' ', '[', ']', ':3478 ', ',', '. ', '\n', ';', ' x', ' udp ', '-', '(', '?');
const words = fc.array(fc.oneof(addresses, around, fc.string()), { minLength: 1 });

/** Whether any of it could be read as an address. */
function addressIn(text: string): string | undefined {
  const parts = text.split(/[^\da-z:.%-]+/i).flatMap((part) => [part, part.replace(/:\d+$/, '')]);
  return parts.find(
    (part) => /^\d{1,3}(\.\d{1,3}){3}$/.test(part) || isIpv6(part) || part.endsWith('.local'),
  );
}

function isIpv6(text: string): boolean {
  return text.includes(':') && URL.canParse(`http://[${text.replace(/%.*$/, '')}]/`);
}

it('leaves no address, wherever one stands', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(addresses, around), { minLength: 1 }), (parts) => {
      const given = parts.join('');
      const report = masked(given, []);
      expect(addressIn(report)).toBeUndefined();
      for (const address of parts.filter((part) => part.length > 6)) expect(report).not.toContain(address);
    }),
    { numRuns: 2000 },
  );
});

it('leaves no credential, whatever it is made of and whatever stands around it', () => {
  const secret = fc.oneof(
    fc.string({ minLength: 3 }),
    fc.string({ minLength: 3, unit: 'grapheme' }),
    fc.base64String({ minLength: 4 }),
    fc.constantFrom('a.b', '(x', '1.2.3.4', '2001:db8::1', '1700003600:pe+er/=', '$&$&', 'ipv4'),
  );
  fc.assert(
    fc.property(fc.array(secret, { minLength: 1, maxLength: 4 }), words, fc.nat(), (secrets, parts, seed) => {
      fc.pre(secrets.every((each) => !each.includes('•')));
      const text = parts
        .map((part, index) => part + (secrets[(seed + index) % (parts.length + 1)] ?? ''))
        .join('');
      const report = masked(`${text}${secrets.join(' ')}`, secrets);
      for (const each of secrets) expect(report).not.toContain(each);
    }),
    { numRuns: 2000 },
  );
});

it('gives the same address the same number, and says what kind it is', () => {
  const text = 'host 192.168.1.7, srflx 203.0.113.9 of 192.168.1.7, host fe80::1%eth0, host [2001:db8::7]:9';
  expect(masked(text, [])).toBe(
    'host <ipv4 private 1>, srflx <ipv4 public 2> of <ipv4 private 1>, host <ipv6 3>, host [<ipv6 4>]:9',
  );
});

it('leaves what is neither address nor secret as it is', () => {
  const text =
    '2026-11-25T01:03:04Z, 12:30:45, Chrome 156, 126 | 31999 | 255, turn:turn.example.org:3478, 0.4%';
  expect(masked(text, ['', 'hunter2'])).toBe(text);
});
