import { describe, expect, it } from 'vitest';
import { isOriginAllowed } from './origin.ts';

describe('an origin', () => {
  it.each([
    ['of a program that sends none', undefined, 'call.example', undefined, true],
    ['of the same host', 'https://call.example', 'call.example', undefined, true],
    ['of the same host, written otherwise', 'https://call.example', 'CALL.example', undefined, true],
    ['of the same host and port', 'http://localhost:8080', 'localhost:8080', undefined, true],
    ['of another port', 'http://localhost:9090', 'localhost:8080', undefined, false],
    ['of a host that begins alike', 'https://call.example.evil.example', 'call.example', undefined, false],
    ['of a sandboxed page', 'null', 'call.example', undefined, false],
    ['that is no origin', 'call.example', 'call.example', undefined, false],
    ['on the list', 'https://a.example', 'call.example', ['https://a.example'], true],
    [
      'of the own host when there is a list',
      'https://call.example',
      'call.example',
      ['https://a.example'],
      false,
    ],
    ['of another scheme than listed', 'http://a.example', 'call.example', ['https://a.example'], false],
    ['when any is allowed', 'https://b.example', 'call.example', ['*'], true],
  ])('%s', (_what, origin, host, allowed, expected) => {
    expect(isOriginAllowed({ origin, host, secure: false }, allowed)).toBe(expected);
  });

  it.each([
    ['a page of the same host over TLS', 'https://call.example', true],
    ['a page that anybody on the path could make', 'http://call.example', false],
    ['what is more than an origin', 'https://call.example/page', false],
    ['what hides another host', 'https://call.example@evil.example', false],
    ['what names a user', 'https://user@call.example', false],
    ['another scheme', 'ftp://call.example', false],
    ['two origins', 'https://call.example, https://evil.example', false],
    ['nothing', '', false],
  ])('of %s, where the server was asked by TLS', (_what, origin, expected) => {
    expect(isOriginAllowed({ origin, host: 'call.example', secure: true }, undefined)).toBe(expected);
  });
});
