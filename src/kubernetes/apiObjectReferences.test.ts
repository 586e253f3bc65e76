import { describe, expect, it } from 'vitest';
import { firstConfigMapReference, firstSecretReference, hasAPIObjectReference } from './apiObjectReferences';
import type { Pod, PodSpec } from './objects';

const pod = (spec: PodSpec): Pod => ({ spec });
const volume = (source: Record<string, unknown>): Pod => pod({ volumes: [{ name: 'v', ...source }] });
const projected = (source: Record<string, unknown>): Pod => volume({ projected: { sources: [source] } });

describe('hasAPIObjectReference', () => {
  it.each<[string, Pod, string, string]>([
    ['service account', pod({ serviceAccountName: 'x' }), 'serviceaccounts', 'spec.serviceAccountName'],
    ['old service account', pod({ serviceAccount: 'x' }), 'serviceaccounts', 'spec.serviceAccount'],
    ['pull secret', pod({ imagePullSecrets: [{ name: '' }, { name: 'x' }] }), 'secrets', 'spec.imagePullSecrets[1].name'],
    ['env secret', pod({ initContainers: [{ name: 'c', env: [{ name: 'E', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] }] }), 'secrets', 'spec.initContainers[0].env[0].valueFrom.secretKeyRef.name'],
    ['envFrom', pod({ containers: [{ name: 'c', envFrom: [{ configMapRef: { name: 'm' } }] }] }), 'configmaps', 'spec.containers[0].envFrom[0].configMapRef.name'],
    ['ephemeral container', pod({ ephemeralContainers: [{ name: 'c', envFrom: [{ secretRef: { name: 's' } }] }] }), 'secrets', 'spec.ephemeralContainers[0].envFrom[0].secretRef.name'],
    ['named secret volume', volume({ secret: { secretName: 's' } }), 'secrets', 'spec.volumes[0].secret.secretName'],
    ['secret of a CSI volume', volume({ csi: { driver: 'd', nodePublishSecretRef: { name: 's' } } }), 'secrets', 'spec.volumes[0].csi.nodePublishSecretRef.name'],
    ['claims', pod({ resourceClaims: [{ name: 'c' }] }), 'resourceclaims', 'spec.resourceClaims'],
    ['unnamed secret volume', volume({ secret: {} }), 'secrets (via secret volumes)', 'spec.volumes[0].secret'],
    ['CSI', volume({ csi: { driver: 'd' } }), 'csidrivers (via CSI volumes)', 'spec.volumes[0].csi'],
    ['PVC', volume({ persistentVolumeClaim: { claimName: 'c' } }), 'persistentvolumeclaims', 'spec.volumes[0].persistentVolumeClaim'],
    ['projected ConfigMap', projected({ configMap: { name: 'm' } }), 'configmaps', 'spec.volumes[0].projected.sources[0].configMap.name'],
    ['trust bundle', projected({ clusterTrustBundle: { path: 'p' } }), 'clustertrustbundles', 'spec.volumes[0].projected.sources[0].clusterTrustBundle'],
  ])('%s', (_name, of, resource, field) => {
    expect(hasAPIObjectReference(of)).toEqual({ found: true, resource, field });
  });
  it.each(['emptyDir', 'hostPath', 'nfs', 'downwardAPI', 'image', 'gitRepo', 'iscsi', 'rbd'])('%s needs nothing of the API server', (source) => {
    expect(hasAPIObjectReference(volume({ [source]: {} }))).toEqual({ found: false, resource: '' });
  });
  it('lets the downward API be projected', () => {
    expect(hasAPIObjectReference(projected({ downwardAPI: {} })).found).toBe(false);
  });
  it('does not know every volume', () => {
    expect(hasAPIObjectReference(volume({ novelty: {} }))).toMatchObject({ found: true, resource: '', error: 'unknown volume type for volume  "v"' });
    expect(hasAPIObjectReference(projected({ novelty: {} }))).toMatchObject({ found: true, error: 'unknown source for projected volume "v"' });
  });
  it('takes no empty name for a reference', () => {
    expect(firstSecretReference(pod({ imagePullSecrets: [{ name: '' }] }))).toBeUndefined();
    expect(firstConfigMapReference(volume({ configMap: { name: '' } }))).toBeUndefined();
  });
});
