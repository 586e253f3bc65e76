import { describe, expect, it } from 'vitest';
import { Dump, DumpFile } from './stream';
import { itemText } from './streamItems';
import { largestItem } from './streamParts';
import { DumpAnswers, firstQuery, queryDump, type DumpQuery } from './streamQuery';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Reads bytes cut into chunks of `size`. */
function read(bytes: Uint8Array | string, size = Number.POSITIVE_INFINITY, path?: string): Dump {
  const all = typeof bytes === 'string' ? bytesOf(bytes) : bytes;
  const dump = new Dump();
  const file = new DumpFile(dump, 0, path === undefined ? {} : { path });
  for (let at = 0; at < all.length; at += Math.min(size, all.length)) file.push(all.subarray(at, Math.min(all.length, at + size)));
  file.end();
  return dump;
}

const rowsOf = (dump: Dump) => Array.from({ length: dump.table.size }, (_, i) => dump.table.row(i));
const namesOf = (dump: Dump): string[] => rowsOf(dump).map(({ name }) => name);

const mirror = {
  apiVersion: 'v1', kind: 'Pod',
  metadata: {
    name: 'etcd-cp-1', namespace: 'kube-system', uid: '1', creationTimestamp: '2026-01-01T00:00:00Z',
    annotations: { 'kubernetes.io/config.mirror': 'h', 'kubernetes.io/config.hash': 'h', 'kubernetes.io/config.source': 'file' },
    ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'cp-1', controller: true, uid: 'n' }],
  },
  spec: { nodeName: 'cp-1', hostNetwork: true, priorityClassName: 'system-node-critical', containers: [{ name: 'etcd', image: 'registry.k8s.io/etcd:3.6.4' }] },
  status: { phase: 'Running', qosClass: 'Burstable' },
};
const replica = (i: number, note = '') => ({
  apiVersion: 'v1', kind: 'Pod',
  metadata: {
    name: `web-5d8f6c7b9d-x${i}`, namespace: 'shop', uid: `${i}`, creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { 'pod-template-hash': '5d8f6c7b9d' }, annotations: { note },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5d8f6c7b9d', controller: true, uid: 'r' }],
  },
  spec: { nodeName: `worker-${i % 2}`, containers: [{ name: 'web', image: 'nginx' }, { name: 'log', image: 'log' }] },
  status: { phase: 'Running' },
});
const bare = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'toolbox', namespace: 'default', uid: 'b', managedFields: [{}], resourceVersion: '1' }, spec: { containers: [{ name: 'sh', image: 'busybox' }] } };
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' }, spec: { template: { spec: { containers: [{ name: 'web', image: 'nginx' }] } } } };
const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } };
const hostile = 'a "quoted" \\ back\\slash {brace} [bracket] \n"items": [ ü € 🐳 \u2028';

const list = (items: readonly unknown[], indent?: number): string => JSON.stringify({ apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } }, null, indent);

describe('a JSON dump', () => {
  const items = [mirror, replica(1, hostile), replica(2), bare, deployment, service];

  it('gives a row for each pod and template, and counts the rest', () => {
    const dump = read(list(items, 4));
    expect(rowsOf(dump).map(({ kind, namespace, name, node, origin, head, system, containers, qos }) => [kind, namespace, name, node, origin, head, system, containers, qos])).toEqual([
      ['Pod', 'kube-system', 'etcd-cp-1', 'cp-1', 'mirror', 'Node cp-1', 'system', 1, 'Burstable'],
      ['Pod', 'shop', 'web-5d8f6c7b9d-x1', 'worker-1', 'workload', 'Deployment web', 'non-system', 2, 'BestEffort'],
      ['Pod', 'shop', 'web-5d8f6c7b9d-x2', 'worker-0', 'workload', 'Deployment web', 'non-system', 2, 'BestEffort'],
      ['Pod', 'default', 'toolbox', '', 'bare', '', 'non-system', 1, 'BestEffort'],
      ['Deployment', 'shop', 'web', '', 'workload', 'Deployment web', 'non-system', 1, 'BestEffort'],
    ]);
    expect([...dump.others]).toEqual([['Service', 1]]);
    expect(dump.problems).toEqual([]);
  });

  it('may be cut anywhere, inside escapes and letters too', () => {
    for (const indent of [undefined, 4]) {
      const text = list(items, indent);
      const whole = rowsOf(read(text));
      for (const size of [1, 2, 3, 7, 64, 1000]) expect(rowsOf(read(text, size))).toEqual(whole);
    }
  });

  it('knows where each object stands', () => {
    const text = list(items, 4);
    const bytes = bytesOf(text);
    for (const row of rowsOf(read(text, 100))) {
      const own = bytes.subarray(row.offset, row.offset + row.length);
      expect(JSON.parse(new TextDecoder().decode(own))).toEqual(items.find(({ metadata }) => metadata.name === row.name));
      expect(text.split('\n')[row.line - 1]).toBe('        {');
      expect(itemText(own, row).split('\n').slice(0, 2)).toEqual(['{', '    "apiVersion": "v1",'].map((line) => (row.kind === 'Deployment' ? line.replace('"v1"', '"apps/v1"') : line)));
    }
  });

  it('may be a PodList whose items have no kind, JSON lines, values one after another, a bare list', () => {
    const stripped = [mirror, replica(1)].map(({ kind: _kind, apiVersion: _version, ...rest }) => rest);
    const expected = ['etcd-cp-1', 'web-5d8f6c7b9d-x1'];
    expect(namesOf(read(JSON.stringify({ kind: 'PodList', apiVersion: 'v1', items: stripped })))).toEqual(expected);
    expect(namesOf(read(JSON.stringify({ items: stripped, kind: 'PodList' })))).toEqual(expected);
    expect(namesOf(read([mirror, replica(1)].map((each) => JSON.stringify(each)).join('\n'), 5))).toEqual(expected);
    expect(namesOf(read([mirror, replica(1)].map((each) => JSON.stringify(each, null, 2)).join('')))).toEqual(expected);
    expect(namesOf(read(JSON.stringify([mirror, replica(1)])))).toEqual(expected);
    expect(namesOf(read(`${list([mirror])}\n${list([replica(1)], 2)}`))).toEqual(expected);
    expect(namesOf(read(JSON.stringify({ metadata: {}, items: stripped })))).toEqual(expected);
    expect(namesOf(read([mirror, replica(1)].map((object) => JSON.stringify({ type: 'ADDED', object })).join('\n')))).toEqual(expected);
    expect(rowsOf(read(JSON.stringify({ kind: 'DeploymentList', apiVersion: 'apps/v1', items: [{ ...deployment, kind: undefined, apiVersion: undefined }] })))[0]).toMatchObject({ kind: 'Deployment', origin: 'workload' });
  });

  it('may be in UTF-16, with a byte order mark or CRLF', () => {
    const text = list([replica(1, hostile)], 4);
    const le = new Uint8Array(2 + 2 * text.length);
    le.set([0xff, 0xfe]);
    for (let i = 0; i < text.length; i++) le.set([text.charCodeAt(i) & 255, text.charCodeAt(i) >> 8], 2 + 2 * i);
    expect(namesOf(read(le, 33))).toEqual(['web-5d8f6c7b9d-x1']);
    expect(namesOf(read(`\ufeff${text.replaceAll('\n', '\r\n')}`, 10))).toEqual(['web-5d8f6c7b9d-x1']);
  });
});

describe('a broken object', () => {
  const good = [replica(1), replica(2), replica(3), replica(4)];
  const breaks: readonly (readonly [string, (text: string) => string])[] = [
    ['a missing brace', (text) => text.replace(/\}\s*\}$/, '}')],
    ['a brace too many', (text) => text.replace(/\}\s*\}$/, '}}}')],
    ['a missing quote', (text) => text.replace('"shop"', '"shop')],
    ['a missing comma', (text) => text.replace('"kind": "Pod",', '"kind": "Pod"').replace('"kind":"Pod",', '"kind":"Pod"')],
    ['a wrong bracket', (text) => text.replace(']', '}')],
    ['a trailing comma', (text) => text.replace(/\}\s*$/, ',}')],
    ['a bare word', (text) => text.replace('"shop"', 'shop')],
  ];

  for (const [what, damage] of breaks) {
    for (const [form, indent] of [['indented', 4], ['in one line', undefined]] as const) {
      it(`costs itself only: ${what}, ${form}`, () => {
        const text = list(good, indent);
        const second = indent ? JSON.stringify(replica(2), null, 4).replaceAll('\n', '\n        ') : JSON.stringify(replica(2));
        expect(text).toContain(second);
        const broken = text.replace(second, damage(second));
        expect(broken).not.toBe(text);
        for (const size of [Number.POSITIVE_INFINITY, 50]) {
          const dump = read(broken, size);
          expect(namesOf(dump).filter((name) => !name.endsWith('2'))).toEqual(['web-5d8f6c7b9d-x1', 'web-5d8f6c7b9d-x3', 'web-5d8f6c7b9d-x4']);
          expect(dump.problemCount).toBeGreaterThan(0);
          const line = broken.slice(0, text.indexOf(second)).split('\n').length;
          if (indent && what !== 'a brace too many') expect(dump.problems[0]?.line).toBe(line);
        }
      });
    }
  }

  it('at the end of a text that was cut off is told, and those before it are read', () => {
    const text = list(good, 4);
    const dump = read(text.slice(0, text.indexOf('x4')), 20);
    expect(namesOf(dump)).toEqual(['web-5d8f6c7b9d-x1', 'web-5d8f6c7b9d-x2', 'web-5d8f6c7b9d-x3']);
    expect(dump.problems).toMatchObject([{ code: 'truncated', line: text.slice(0, text.indexOf('x4')).split('\n').findLastIndex((line) => line === '        {') + 1 }]);
    expect(read(text.slice(0, text.lastIndexOf(']'))).problems).toMatchObject([{ code: 'truncated' }]);
  });

  it('that is too large is left out, whatever it is', () => {
    const large = replica(2, 'x'.repeat(largestItem));
    for (const indent of [undefined, 4]) {
      const dump = read(list([replica(1), large, replica(3)], indent), 100_000);
      expect(namesOf(dump)).toEqual(['web-5d8f6c7b9d-x1', 'web-5d8f6c7b9d-x3']);
      expect(dump.problems).toMatchObject([{ code: 'tooLarge' }]);
    }
  });

  it('is a problem when it is nested without end, a number or a text', () => {
    const deep = `{"a":${'['.repeat(100_000)}`;
    expect(read(deep, 1000).problems[0]).toMatchObject({ code: 'tooDeep' });
    expect(namesOf(read(`${deep}\n${JSON.stringify(replica(1))}`))).toEqual(['web-5d8f6c7b9d-x1']);
    expect(read('[1, "two", {}]').problemCount).toBeGreaterThan(0);
    expect(read('').problems).toEqual([]);
  });
});

describe('a YAML dump', () => {
  const pod = (name: string, indent = ''): string =>
    ['apiVersion: v1', 'kind: Pod', 'metadata:', `  name: ${name}`, '  namespace: shop', 'spec:', '  containers:', '  - name: c', '    image: nginx', '    args:', '    - |', '      ---x', '      - a'].map((line) => indent + line).join('\n');

  it('is cut at its separators, wherever the chunks end', () => {
    const text = `# first\n${pod('one')}\n---\n# Source: x\n${pod('two')}\n--- # third\n${pod('three')}\n---\n---\n`;
    for (const size of [Number.POSITIVE_INFINITY, 1, 3, 17, 100]) {
      const dump = read(text, size);
      expect(namesOf(dump)).toEqual(['one', 'two', 'three']);
      expect(dump.problems).toEqual([]);
      expect(rowsOf(dump).map(({ line }) => line)).toEqual([1, 16, 31]);
      for (const row of rowsOf(dump)) {
        expect(new TextDecoder().decode(bytesOf(text).subarray(row.offset, row.offset + row.length))).toContain(`name: ${row.name}\n`);
      }
    }
  });

  it('is cut at the items of a List', () => {
    for (const [margin, inner] of [['', '  '], ['  ', '    ']] as const) {
      const item = (name: string): string => `${margin}- ${pod(name, inner).slice(inner.length)}\n`;
      const text = `apiVersion: v1\nitems:\n${item('one')}${item('two')}${item('three')}kind: List\nmetadata:\n  resourceVersion: ""\n---\n${pod('four')}\n`;
      for (const size of [Number.POSITIVE_INFINITY, 1, 50]) {
        const dump = read(text, size);
        expect(namesOf(dump)).toEqual(['one', 'two', 'three', 'four']);
        expect(dump.problems).toEqual([]);
        const row = dump.table.row(1);
        expect(text.split('\n')[row.line - 1]).toBe(`${margin}- apiVersion: v1`);
        expect(itemText(bytesOf(text).subarray(row.offset, row.offset + row.length), row)).toBe(`${pod('two')}\n`);
      }
    }
  });

  it('loses only the document that is broken', () => {
    const text = `${pod('one')}\n---\n${pod('two').replace('  namespace', '\tnamespace')}\n---\n${pod('three')}\n`;
    const dump = read(text, 40);
    expect(namesOf(dump)).toEqual(['one', 'three']);
    expect(dump.problems).toMatchObject([{ code: 'tab', line: 19 }]);
  });

  it('from a kubelet’s folder is static', () => {
    expect(rowsOf(read(pod('one'), 50, '/etc/kubernetes/manifests/one.yaml'))[0]).toMatchObject({ origin: 'static' });
    expect(rowsOf(read(pod('one')))[0]).toMatchObject({ origin: 'undecided' });
  });
});

describe('memory', () => {
  it('does not grow with the size of the objects', () => {
    const dump = new Dump();
    const file = new DumpFile(dump, 0);
    file.push(bytesOf('{"kind":"PodList","apiVersion":"v1","items":['));
    for (let i = 0; i < 2000; i++) file.push(bytesOf(`${i > 0 ? ',' : ''}${JSON.stringify(replica(i, 'x'.repeat(2000)))}`));
    file.push(bytesOf(']}'));
    file.end();
    expect(dump.table.size).toBe(2000);
    expect(dump.problemCount).toBe(0);
    const { columns, characters } = dump.table.footprint;
    expect(columns).toBeLessThan(2000 * 150);
    expect(characters).toBeLessThan(2000 * 60);
  });
});

describe('a question about a dump', () => {
  const dump = read(list([mirror, replica(1), replica(2), replica(3), bare, deployment], 4));
  const all: DumpQuery = firstQuery;
  const names = (query: Partial<DumpQuery>): string[] => queryDump(dump.table, { ...all, ...query }).rows.map(({ name }) => name);

  it('counts by class, and filters by class, words and kind of object', () => {
    expect(queryDump(dump.table, all)).toMatchObject({ pods: 5, templates: 1, matching: 6, counts: { staticSystem: 1, workloadNonSystem: 5, staticNonSystem: 0, workloadSystem: 0, undecided: 0 } });
    expect(names({ kind: 'E' })).toEqual(['etcd-cp-1']);
    expect(names({ text: 'WORKER-1 shop' })).toEqual(['web-5d8f6c7b9d-x1', 'web-5d8f6c7b9d-x3']);
    expect(names({ what: 'templates' })).toEqual(['web']);
    expect(queryDump(dump.table, { ...all, kind: 'E' }).counts.workloadNonSystem).toBe(5);
  });

  it('sorts by each column, both ways', () => {
    expect(names({ sort: 'name', what: 'pods' })).toEqual(['etcd-cp-1', 'toolbox', 'web-5d8f6c7b9d-x1', 'web-5d8f6c7b9d-x2', 'web-5d8f6c7b9d-x3']);
    expect(names({ sort: 'name', descending: true, what: 'pods' })[0]).toBe('web-5d8f6c7b9d-x3');
    expect(names({ sort: 'startedBy' })[0]).toBe('etcd-cp-1');
    expect(names({ sort: 'system' })[0]).toBe('etcd-cp-1');
    expect(names({ sort: 'qos' })[0]).toBe('etcd-cp-1');
    expect(names({ sort: 'node', descending: true })[0]).toBe('web-5d8f6c7b9d-x1');
    expect(names({ sort: 'namespace' })[0]).toBe('toolbox');
  });

  it('groups, and shows one group', () => {
    const { groups } = queryDump(dump.table, { ...all, group: 'controller', what: 'pods' });
    expect(groups?.map(({ value, rows }) => [value, rows])).toEqual([['Deployment web', 3], ['', 1], ['Node cp-1', 1]]);
    expect(names({ group: 'node', within: { by: 'node', value: 'worker-1' } })).toEqual(['web-5d8f6c7b9d-x1', 'web-5d8f6c7b9d-x3']);
  });

  it('counts at each node of the flowchart, and filters by any of them', () => {
    expect(queryDump(dump.table, all).kinds).toEqual({ A: 6, B: 5, C: 1, D: 0, E: 1, F: 5, G: 0, H: 1 });
    expect(names({ kind: 'C' })).toEqual(['etcd-cp-1']);
    expect(names({ kind: 'H' })).toEqual(['etcd-cp-1']);
    expect(names({ kind: 'B' })).toHaveLength(5);
    expect(names({ kind: 'undecided' })).toEqual([]);
    expect(queryDump(dump.table, { ...all, text: 'shop' }).kinds.A).toBe(4);
  });

  it('leaves a pod whose origin is open at Pod alone, and one whose role is open at its branch', () => {
    const { kinds, counts } = queryDump(read('apiVersion: v1\nkind: Pod\nmetadata:\n  name: lone\nspec:\n  containers:\n  - name: a\n    image: b\n').table, all);
    expect(counts.undecided).toBe(1);
    expect(kinds).toMatchObject({ A: 1, B: 0, C: 0 });
  });

  it('shows a window, and the same question is not asked anew for another', () => {
    expect(queryDump(dump.table, { ...all, from: 4, count: 4 })).toMatchObject({ from: 4, matching: 6 });
    expect(names({ from: 4, count: 4 })).toEqual(['toolbox', 'web']);
    expect(names({ from: 99, count: 4 })).toEqual(['web']);
    const answers = new DumpAnswers(dump.table);
    const first = answers.answer({ ...all, sort: 'name', count: 2 });
    const second = answers.answer({ ...all, sort: 'name', from: 2, count: 2 });
    expect(second.counts).toBe(first.counts);
    expect(answers.answer({ ...all, sort: 'namespace' }).counts).not.toBe(first.counts);
    expect([...first.rows, ...second.rows].map(({ name }) => name)).toEqual(names({ sort: 'name', count: 4 }));
  });

  it('knows what kubectl prints under STATUS', () => {
    const waiting = { ...replica(9), status: { phase: 'Running', qosClass: 'BestEffort', containerStatuses: [{ name: 'web', ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } }] } };
    const leaving = { ...replica(8), metadata: { ...replica(8).metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
    const broken = { ...replica(7), status: { phase: 'Running', containerStatuses: 'none' } };
    const { rows } = queryDump(read(list([waiting, leaving, broken, bare, deployment])).table, all);
    expect(rows.map(({ status }) => status)).toEqual(['CrashLoopBackOff', 'Terminating', 'Running', '', '']);
  });
});
