import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand, PROTOCOL } from './protocol';

describe('parseCommand', () => {
  it.each(['forward', 'back', 'beatForward', 'beatBack', 'first', 'last', 'play', 'pause'])('knows %s', (move) => {
    expect(parseCommand({ podarium: PROTOCOL, do: move })).toMatchObject({ podarium: 1, do: move });
  });

  it('takes a whole, not negative cursor for seek, and nothing else with it', () => {
    expect(parseCommand({ podarium: 1, do: 'seek', cursor: 12, extra: '<script>' })).toEqual({ podarium: 1, do: 'seek', cursor: 12 });
    for (const cursor of [-1, 1.5, Number.NaN, Infinity, '3', null, undefined, [3]]) expect(parseCommand({ podarium: 1, do: 'seek', cursor })).toBeNull();
  });

  it.each([
    ['text', 'forward'], ['null', null], ['nothing', undefined], ['a number', 1], ['a list', ['forward']],
    ['no version', { do: 'forward' }], ['a later version', { podarium: 2, do: 'forward' }], ['the version as text', { podarium: '1', do: 'forward' }],
    ['no deed', { podarium: 1 }], ['a deed of the store that is not for strangers', { podarium: 1, do: 'act' }],
    ['a property of every object', { podarium: 1, do: 'toString' }], ['a deed that is no text', { podarium: 1, do: 5 }],
  ])('passes over %s', (_, message) => {
    expect(parseCommand(message)).toBeNull();
  });

  it('never throws, and answers only with a known deed', () => {
    fc.assert(fc.property(fc.anything(), (message) => {
      const command = parseCommand(message);
      expect(command === null || command.podarium === 1).toBe(true);
    }));
  });
});
