/** Manifests to begin with in the paste panel. Each teaches one thing; `broken` is wrong on purpose. */

export interface ManifestExample {
  readonly id: string;
  readonly title: string;
  /** What to see in it, one sentence. */
  readonly teaches: string;
  readonly text: string;
}

export const manifestExamples: readonly ManifestExample[] = [
  {
    id: 'lone-pod',
    title: 'A lone Pod',
    teaches: 'The text alone cannot decide: applied it is a workload, in a manifests folder it is static.',
    text: `apiVersion: v1
kind: Pod
metadata:
  name: hello
  labels:
    app: hello
spec:
  containers:
  - name: web
    image: nginx:1.29
    ports:
    - name: http
      containerPort: 80
    resources:
      requests:
        cpu: 50m
        memory: 64Mi
`,
  },
  {
    id: 'deployment',
    title: 'A Deployment',
    teaches: 'It is no pod itself: the controllers make three pods from its template, and the scheduler places them.',
    text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
  namespace: store
spec:
  replicas: 3
  selector:
    matchLabels:
      app: shop
  template:
    metadata:
      labels:
        app: shop
    spec:
      containers:
      - name: api
        image: registry.example/shop/api:2.4.1
        ports:
        - name: http
          containerPort: 8080
        readinessProbe:
          httpGet:
            path: /ready
            port: http
        resources:
          requests:
            cpu: 200m
            memory: 256Mi
          limits:
            memory: 256Mi
`,
  },
  {
    id: 'edge-proxy',
    title: 'A proxy for every edge node',
    teaches: 'Host network, host paths and no reference to the API: made for a manifests folder, yet only the folder makes it static.',
    text: `# Goes to /etc/kubernetes/manifests/edge-proxy.yaml on each edge node.
apiVersion: v1
kind: Pod
metadata:
  name: edge-proxy
  namespace: kube-system
  labels:
    component: edge-proxy
    tier: node
spec:
  hostNetwork: true
  priority: 2000001000
  priorityClassName: system-node-critical
  containers:
  - name: haproxy
    image: haproxy:3.2
    args:
    - -f
    - /etc/haproxy/haproxy.cfg
    livenessProbe:
      tcpSocket:
        host: 127.0.0.1
        port: 6444
      periodSeconds: 10
    volumeMounts:
    - name: config
      mountPath: /etc/haproxy
      readOnly: true
  volumes:
  - name: config
    hostPath:
      path: /etc/edge-proxy
      type: Directory
`,
  },
  {
    id: 'init-and-sidecar',
    title: 'Init container, sidecar, two apps',
    teaches: 'The init container ends before the apps start, the sidecar keeps running beside them; one emptyDir is shared by all.',
    text: `apiVersion: v1
kind: Pod
metadata:
  name: newsroom
spec:
  initContainers:
  - name: fetch-archive
    image: busybox:1.37
    command: [sh, -c, "cp -r /seed/. /articles"]
    volumeMounts:
    - name: articles
      mountPath: /articles
  - name: log-shipper
    image: registry.example/log-shipper:1.8
    restartPolicy: Always # an init container with this is a sidecar
    volumeMounts:
    - name: articles
      mountPath: /var/articles
      readOnly: true
  containers:
  - name: editor
    image: registry.example/editor:5.0
    volumeMounts:
    - name: articles
      mountPath: /data
  - name: site
    image: nginx:1.29
    ports:
    - containerPort: 80
    volumeMounts:
    - name: articles
      mountPath: /usr/share/nginx/html
      readOnly: true
  volumes:
  - name: articles
    emptyDir: {}
`,
  },
  {
    id: 'daemon-set',
    title: 'A DaemonSet of the system',
    teaches: 'One pod on each node in kube-system, and still no static pod: it needs the API server and the scheduler.',
    text: `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: node-problem-detector
  namespace: kube-system
  labels:
    k8s-app: node-problem-detector
spec:
  selector:
    matchLabels:
      k8s-app: node-problem-detector
  template:
    metadata:
      labels:
        k8s-app: node-problem-detector
    spec:
      hostPID: true
      priorityClassName: system-node-critical
      tolerations:
      - operator: Exists
      containers:
      - name: detector
        image: registry.example/node-problem-detector:0.9
        securityContext:
          privileged: true
        volumeMounts:
        - name: log
          mountPath: /var/log
          readOnly: true
      volumes:
      - name: log
        hostPath:
          path: /var/log
`,
  },
  {
    id: 'two-documents',
    title: 'A Pod and its Service',
    teaches: 'Two documents in one file: the API server takes both, a kubelet reads the first and ignores the second.',
    text: `apiVersion: v1
kind: Pod
metadata:
  name: clock
  labels:
    app: clock
spec:
  containers:
  - name: clock
    image: registry.example/clock:1.1
    ports:
    - containerPort: 8123
---
apiVersion: v1
kind: Service
metadata:
  name: clock
spec:
  selector:
    app: clock
  ports:
  - port: 80
    targetPort: 8123
`,
  },
  {
    id: 'shared-processes',
    title: 'One process namespace for the pod',
    teaches: 'With shareProcessNamespace each container sees the processes of the others, and the first process is the pause container’s.',
    text: `apiVersion: v1
kind: Pod
metadata:
  name: workbench
spec:
  shareProcessNamespace: true
  containers:
  - name: server
    image: registry.example/workbench/server:3.2
  - name: tools
    image: busybox:1.37
    command: [sleep, infinity]
    securityContext:
      capabilities:
        add: [SYS_PTRACE]
`,
  },
  {
    id: 'broken',
    title: 'Two mistakes',
    teaches: 'A misspelt field and, in the second document, a tab: each is named at its line, with what helps.',
    text: `apiVersion: v1
kind: Pod
metadata:
  name: almost
spec:
  restartPolcy: Never
  containers:
  - name: job
    image: busybox:1.37
    command: [sh, -c, "date; sleep 30"]
---
apiVersion: v1
kind: Pod
metadata:
\tname: tabbed
spec:
  containers:
  - name: web
    image: nginx:1.29
`,
  },
];
