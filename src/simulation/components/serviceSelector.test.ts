import { describe, expect, it } from 'vitest';
import type { OtherObject, Pod } from '../../kubernetes/objects';
import { selects } from './serviceSelector';

const service = (selector?: Record<string, string>): OtherObject => ({ apiVersion: 'v1', kind: 'Service', spec: selector ? { selector } : {} });
const pod = (labels?: Record<string, string>): Pod => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', ...(labels ? { labels } : {}) } });

describe('selects', () => {
  it('needs every label of the selector', () => {
    expect(selects(service({ app: 'web', tier: 'front' }), pod({ app: 'web', tier: 'front', more: '1' }))).toBe(true);
    expect(selects(service({ app: 'web', tier: 'front' }), pod({ app: 'web' }))).toBe(false);
  });

  it('selects nothing without a selector', () => {
    expect(selects(service(), pod({ app: 'web' }))).toBe(false);
    expect(selects(service({}), pod())).toBe(false);
  });
});
