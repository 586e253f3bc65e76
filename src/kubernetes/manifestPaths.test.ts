import { describe, expect, it } from 'vitest';
import { judgeManifestPath } from './manifestPaths';

describe('judgeManifestPath', () => {
  it.each([
    ['/etc/kubernetes/manifests/etcd.yaml', 'static'], ['/etc/kubernetes/manifests//x.manifest', 'static'],
    ['/var/lib/rancher/rke2/agent/pod-manifests/a', 'static'], ['/etc/kubernetes/manifests/.a.yaml', 'ignored'],
    ['/etc/kubernetes/manifests/old/a.yaml', 'ignored'], ['/var/lib/rancher/k3s/server/manifests/coredns.yaml', 'applied'],
    ['/var/lib/k0s/manifests/x/a.yaml', 'applied'], ['/etc/kubernetes/addons/a.yaml', 'applied'],
    ['deploy/manifests/a.yaml', 'unknown'], ['a.yaml', 'unknown'], ['/etc/kubernetes/manifests-old/a.yaml', 'unknown'],
  ])('%s is %s', (path, kind) => {
    expect(judgeManifestPath(path).kind).toBe(kind);
  });
  it.each(['a.yaml.bak', 'a.yaml~', 'a.old', 'a.yaml.rpmsave', 'a.yaml.orig'])('warns of a second copy: %s', (name) => {
    expect(judgeManifestPath(`/etc/kubernetes/manifests/${name}`)).toMatchObject({ kind: 'static', warning: expect.stringContaining('second manifest') });
  });
  it('knows the user’s own folder or file', () => {
    expect(judgeManifestPath('/opt/pods/a.yaml', '/opt/pods/').kind).toBe('static');
    expect(judgeManifestPath('/opt/pod.yaml', '/opt/pod.yaml').kind).toBe('static');
    expect(judgeManifestPath('/opt/pods/a.yaml').kind).toBe('unknown');
  });
  it('says that a directory’s name is no evidence', () => {
    expect(judgeManifestPath('charts/manifests/a.yaml')).toMatchObject({ because: expect.stringContaining('called manifests') });
  });
});
