/** The pod that INSIDE teaches with while nothing is selected: an init container, a sidecar, two apps, one volume. */
import type { Pod } from '../kubernetes/objects';

export const EXAMPLE_POD: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'default', labels: { app: 'web' } },
  spec: {
    initContainers: [
      { name: 'fetch', image: 'busybox:1.37', volumeMounts: [{ name: 'pages', mountPath: '/work' }] },
      { name: 'log-shipper', image: 'fluent-bit:4.1', restartPolicy: 'Always', volumeMounts: [{ name: 'logs', mountPath: '/var/log/web' }] },
    ],
    containers: [
      {
        name: 'nginx',
        image: 'nginx:1.29',
        ports: [{ containerPort: 80 }],
        volumeMounts: [
          { name: 'pages', mountPath: '/usr/share/nginx/html', readOnly: true },
          { name: 'logs', mountPath: '/var/log/nginx' },
        ],
      },
      { name: 'metrics', image: 'nginx-exporter:1.4', ports: [{ containerPort: 9113 }] },
    ],
    volumes: [
      { name: 'pages', emptyDir: {} },
      { name: 'logs', emptyDir: {} },
    ],
  },
};
