import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPage, type PageStore } from '../state/store';
import { noScheduler } from '../stories/noScheduler';
import { handleKey, KEYS } from './keys';

/** As much of an element as the handler asks for: what it is, by one simple selector. */
class Target {
  readonly isContentEditable: boolean;
  constructor(readonly tagName: string, readonly is = tagName.toLowerCase()) {
    this.isContentEditable = is === '[contenteditable]';
  }
  closest(selector: string): Target | null {
    return selector.split(', ').includes(this.is) ? this : null;
  }
  matches(selector: string): boolean {
    return this.closest(selector) !== null;
  }
}

const BODY = new Target('BODY');
const press = (key: string, more: Partial<KeyboardEvent> = {}): KeyboardEvent =>
  ({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, target: BODY, ...more }) as unknown as KeyboardEvent;
const on = (target: Target): Partial<KeyboardEvent> => ({ target: target as unknown as EventTarget });

let store: PageStore;
const page = () => store.getState();

beforeAll(() => {
  vi.stubGlobal('Element', Target);
  vi.stubGlobal('HTMLElement', Target);
});
afterAll(() => vi.unstubAllGlobals());
beforeEach(() => {
  store = createPage(noScheduler);
});

describe('the table of keys', () => {
  it('gives no key twice', () => {
    const all = KEYS.flatMap(({ keys, shift }) => keys.map((key) => `${shift ? 'shift ' : ''}${key}`));
    expect(all.filter((key, i) => all.indexOf(key) !== i)).toEqual([]);
  });

  it('says what each shown key does', () => {
    for (const { shown, does } of KEYS) expect(shown === '').toBe(does === '');
  });
});

describe('handleKey', () => {
  it.each([
    ['ArrowRight', 1], ['l', 1], ['L', 1], ['ArrowLeft', 0], ['j', 0],
  ])('%s from step 0 goes to %i', (key, cursor) => {
    expect(handleKey(press(key), page())).toBe(true);
    expect(page().cursor).toBe(cursor);
  });

  it('goes by beats with shift, and with the keys of a presenter', () => {
    handleKey(press('ArrowRight', { shiftKey: true }), page());
    const beat = page().cursor;
    handleKey(press('PageDown'), page());
    expect(page().cursor).toBeGreaterThan(beat);
    handleKey(press('PageUp'), page());
    expect(page().cursor).toBe(beat);
    handleKey(press('ArrowLeft', { shiftKey: true }), page());
    expect(page().cursor).toBe(0);
  });

  it('goes to the end and back to the start', () => {
    handleKey(press('End'), page());
    expect(page().cursor).toBe(page().length);
    handleKey(press('Home'), page());
    expect(page().cursor).toBe(0);
  });

  it('plays and pauses', () => {
    for (const key of [' ', 'k', '.']) {
      const { playing } = page();
      expect(handleKey(press(key), page())).toBe(true);
      expect(page().playing).toBe(!playing);
    }
  });

  it('knows ? although it is typed with shift', () => {
    handleKey(press('?', { shiftKey: true }), page());
    expect(page().dialog).toBe('keys');
  });

  it('rests while a dialog is open, and while one types', () => {
    for (const target of [new Target('INPUT'), new Target('TEXTAREA'), new Target('SELECT'), new Target('DIV', '[contenteditable]')]) {
      expect(handleKey(press('l', on(target)), page())).toBe(false);
      expect(handleKey(press('Escape', on(target)), page())).toBe(false);
    }
    page().setDialog('share');
    expect(handleKey(press('l'), page())).toBe(false);
    expect(page().cursor).toBe(0);
  });

  it('goes on while a slider or a tick box has the focus, which use only their own keys', () => {
    const slider = new Target('INPUT', '[type=range]');
    expect(handleKey(press('l', on(slider)), page())).toBe(true);
    expect(page().cursor).toBe(1);
    expect(handleKey(press('ArrowRight', on(slider)), page())).toBe(false);
    expect(handleKey(press(' ', on(new Target('INPUT', '[type=checkbox]'))), page())).toBe(false);
    expect(handleKey(press('l', on(new Target('INPUT'))), page())).toBe(false);
  });

  it('leaves space and Enter to buttons, and arrows to what moves by them', () => {
    expect(handleKey(press(' ', on(new Target('BUTTON'))), page())).toBe(false);
    expect(page().playing).toBe(false);
    for (const is of ['[role=slider]', '[role=tablist]', '[role=menu]', '[role=radiogroup]', '[role=separator]', '[data-own-arrows]']) {
      expect(handleKey(press('ArrowRight', on(new Target('DIV', is))), page())).toBe(false);
    }
    expect(page().cursor).toBe(0);
    expect(handleKey(press('l', on(new Target('BUTTON'))), page())).toBe(true);
    expect(page().cursor).toBe(1);
  });

  it('leaves the browser its own keys', () => {
    for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) expect(handleKey(press('l', more), page())).toBe(false);
    for (const key of ['Tab', 'Shift', 'F5', 'y', 'é']) expect(handleKey(press(key), page())).toBe(false);
    expect(page().cursor).toBe(0);
  });

  it('undoes with u and with control z, but not in a text', () => {
    for (const event of [press('u'), press('z', { ctrlKey: true }), press('z', { metaKey: true })]) {
      page().seek(3);
      page().act({ do: 'stopNode', node: 'worker-1' });
      expect(handleKey(event, page())).toBe(true);
      expect(page()).toMatchObject({ cursor: 3, branchId: 0 });
    }
    expect(handleKey(press('z', { ctrlKey: true, ...on(new Target('TEXTAREA')) }), page())).toBe(false);
  });

  it('closes with Escape what lies on top, and then lets it pass', () => {
    page().setPaste({ open: true });
    page().setInspector(true);
    expect(handleKey(press('Escape'), page())).toBe(true);
    expect(page()).toMatchObject({ inspector: false, paste: { open: true } });
    expect(handleKey(press('Escape'), page())).toBe(true);
    expect(page().paste.open).toBe(false);
    expect(handleKey(press('Escape'), page())).toBe(false);
  });

  it('changes the speed by halves and doubles', () => {
    handleKey(press('+'), page());
    expect(page().speed).toBe(2);
    handleKey(press('='), page());
    expect(page().speed).toBe(4);
    handleKey(press('-'), page());
    expect(page().speed).toBe(2);
  });
});
