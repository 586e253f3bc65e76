import { describe, expect, it } from 'vitest';
import { playTranscript, readTranscript } from './transcript';
import { readCommand, TranscriptError } from './transcriptCommands';
import { fits, readExpected } from './transcriptLines';

const POD = `kubectl apply
  metadata: {name: p}
  spec: {containers: [{name: c, image: app}]}
`;

describe('a transcript is read', () => {
  it('as commands with the indented lines under them, comments left out', () => {
    expect(readTranscript('# Title\ncluster\n    workers: [w1]\n\n# why\nrun 5s\n  one\n    two\n\n')).toEqual([
      { line: 2, text: 'cluster', block: ['workers: [w1]'] },
      { line: 6, text: 'run 5s', block: ['one', '  two'] },
    ]);
  });

  it.each([
    ['kubectl delete pod p -n shop --grace-period=0 --force', { do: 'delete', kind: 'Pod', name: 'p', namespace: 'shop', gracePeriodSeconds: 0, force: true }],
    ['kubectl set image deployment/web c=web:2', { do: 'setImage', kind: 'Deployment', name: 'web', container: 'c', image: 'web:2' }],
    ['kubectl rollout undo deployment web', { do: 'rolloutUndo', kind: 'Deployment', name: 'web' }],
    ['kubectl taint node w1 k=v:NoExecute-', { do: 'taint', node: 'w1', key: 'k', value: 'v', effect: 'NoExecute', remove: true }],
    ['kubectl drain w1 --ignore-daemonsets', { do: 'drain', node: 'w1', ignoreDaemonsets: true, force: false, deleteEmptydirData: false }],
    ['kubectl debug p --image=box --target=c', { do: 'debug', pod: 'p', image: 'box', target: 'c' }],
    ['on w1: kill p c OOM', { do: 'killContainer', node: 'w1', pod: 'default/p', container: 'c', reason: 'OOM' }],
    ['on w1: memory p/c=5Gi kube-system/q/d=1Gi', { do: 'setUsage', node: 'w1', usage: [{ pod: 'default/p', container: 'c', memory: '5Gi' }, { pod: 'kube-system/q', container: 'd', memory: '1Gi' }] }],
    ['registry lacks app', { do: 'setImageExists', image: 'app', exists: false }],
  ])('%s', (line, action) => {
    expect(readCommand(line, '')).toEqual({ do: 'act', action });
  });

  it.each(['walk', 'run fast', 'kubectl dance', 'kubectl delete p', 'kubectl apply', 'on w1: sing', 'kubectl debug p', 'kubectl get secrets'])('“%s” is refused', (line) => {
    expect(() => readCommand(line, '')).toThrow(TranscriptError);
  });
});

describe('an expected line', () => {
  const line = { t: 12.34, text: 'event Killing p/c: Stopping container c' };
  it.each([
    ['event Killing … container c', 0, true],
    ['event … Pulled', 0, false],
    ['12s event Killing', 0, true],
    ['12.3s event Killing', 0, true],
    ['12.2s event Killing', 0, false],
    ['10..13s event Killing', 0, true],
    ['+2s Stopping', 10, true],
    ['+2s Stopping', 9, false],
  ])('%s, with a line before at %d s', (written, before, expected) => {
    expect(fits(line, readExpected(written), before)).toBe(expected);
  });
});

describe('a transcript that is wrong', () => {
  it('tells the line that did not come, and what did', () => {
    const [problem, ...others] = playTranscript(`${POD}run 5s\n  event Scheduled p\n  event Killing p/c\n  event Started\n`).problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ line: 4, command: 'run 5s', expected: 'event Killing p/c' });
    expect(problem?.found.some((line) => line.endsWith('event Started p/c: Container started'))).toBe(true);
  });

  it('holds lines to their order, unless they are joined with “and”', () => {
    expect(playTranscript(`${POD}run 5s\n  event Started p/c\n  event Scheduled p\n`).problems).toHaveLength(1);
    expect(playTranscript(`${POD}run 5s\n  event Started p/c\n  and event Scheduled p\n`).problems).toEqual([]);
  });

  it('counts, and finds what may not be', () => {
    expect(playTranscript(`${POD}run 5s\n  1 time event Started\n  never event Killing\n`).problems).toEqual([]);
    expect(playTranscript(`${POD}run 5s\n  2 times event Started\n  never event Created\n`).problems.map(({ expected }) => expected)).toEqual(['2 times event Started', 'never event Created']);
  });

  it('compares what kubectl prints, all of it', () => {
    const show = (lines: string) => playTranscript(`${POD}run 5s\nkubectl get pods\n${lines}`).problems;
    expect(show('  NAME READY STATUS RESTARTS AGE\n  p 1/1 Running 0 5s\n')).toEqual([]);
    expect(show('  …\n  p 1/1 … 5s\n')).toEqual([]);
    expect(show('  NAME READY STATUS RESTARTS AGE\n  p 0/1 Running 0 5s\n')).toHaveLength(1);
    expect(show('  NAME READY STATUS RESTARTS AGE\n')).toHaveLength(1);
  });
});
