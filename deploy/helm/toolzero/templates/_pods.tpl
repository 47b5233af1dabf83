{{/* A volume that one node alone can mount: the learner goes where the coordinator is. */}}
{{- define "toolzero.besideCoordinator" -}}
podAffinity:
  requiredDuringSchedulingIgnoredDuringExecution:
    - topologyKey: kubernetes.io/hostname
      labelSelector:
        matchLabels:
          {{- include "toolzero.selector" . | nindent 10 }}
          app.kubernetes.io/component: coordinator
{{- end -}}

{{- define "toolzero.fetchModel" -}}
- name: fetch-model
  image: {{ .Values.model.objectStore.image }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  args:
    - s3
    - sync
    - --no-progress
    {{- with .Values.model.objectStore.endpoint }}
    - --endpoint-url={{ . }}
    {{- end }}
    - {{ .Values.model.objectStore.uri }}
    - /models
  env:
    - { name: HOME, value: /tmp }
  {{- with .Values.model.objectStore.credentialsSecret }}
  envFrom:
    - secretRef: { name: {{ . }} }
  {{- end }}
  securityContext:
    {{- include "toolzero.containerSecurity" . | nindent 4 }}
  resources:
    requests: { cpu: 500m, memory: 512Mi }
    limits: { memory: 2Gi }
  volumeMounts:
    - { name: models, mountPath: /models }
    - { name: tmp, mountPath: /tmp }
{{- end -}}
