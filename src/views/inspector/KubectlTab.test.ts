import { expect, test } from 'vitest';
import { commandLine } from '../../simulation/kubectlView';
import { commandsFor } from './KubectlTab';

test('a pod is described first, a node lists its pods first, without a selection the cluster is listed', () => {
  expect(commandsFor({ kind: 'pod', id: 'shop/web' }).map(commandLine)[0]).toBe('kubectl describe pod web -n shop');
  expect(commandsFor({ kind: 'node', id: 'w1' }).map(commandLine)[0]).toBe('kubectl get pods -A -o wide --field-selector spec.nodeName=w1');
  expect(commandsFor(null).map(commandLine)).toEqual(['kubectl get pods -A', 'kubectl get pods -A -o wide', 'kubectl get nodes', 'kubectl get nodes -o wide', 'kubectl get events -A']);
});

test('no command stands twice', () => {
  for (const id of ['default/a', 'kube-system/b']) {
    const lines = commandsFor({ kind: 'pod', id }).map(commandLine);
    expect(new Set(lines).size).toBe(lines.length);
  }
});
