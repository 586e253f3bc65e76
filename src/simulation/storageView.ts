/**
 * The claims and volumes of the cluster as the scheduler's filters ask for them. Nobody here provisions or binds: a claim
 * that exists counts as bound at once, to the volume that it names, else to one that every node reaches.
 */
import type { OtherObject } from '../kubernetes/objects';
import type { StorageObjects } from '../kubernetes/scheduling/volumes';

const ANYWHERE = 'reached-from-everywhere';

/** `get`: an object of the table `others` by its key. */
export const storageView = (get: (key: string) => OtherObject | undefined): StorageObjects => ({
  claim(apiNamespace, name) {
    const claim = get(`PersistentVolumeClaim/${apiNamespace}/${name}`);
    return claim && (claim.spec?.['volumeName'] ? claim : { ...claim, spec: { ...claim.spec, volumeName: ANYWHERE } });
  },
  persistentVolume: (name) => get(`PersistentVolume/${name}`) ?? { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name } },
  persistentVolumes: () => [],
  storageClass: (name) => get(`StorageClass/${name}`),
});
