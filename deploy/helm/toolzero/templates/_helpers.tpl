{{- define "toolzero.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Labels that select: they never change. */}}
{{- define "toolzero.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "toolzero.labels" -}}
{{ include "toolzero.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "toolzero.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "toolzero.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "toolzero.tlsSecret" -}}
{{- if .Values.tls.certManager.enabled -}}{{ include "toolzero.fullname" . }}-tls{{- else -}}{{ .Values.tls.existingSecret }}{{- end -}}
{{- end -}}

{{- define "toolzero.runsClaim" -}}
{{- default (printf "%s-runs" (include "toolzero.fullname" .)) .Values.storage.runs.existingClaim -}}
{{- end -}}

{{/* Where a pod is reached, the same whatever node it is on. */}}
{{- define "toolzero.peer" -}}
{{- $name := printf "%s-%s" (include "toolzero.fullname" .root) .role -}}
{{- printf "%s-%d.%s.%s.svc.%s:%d" $name (int .index) $name .root.Release.Namespace .root.Values.clusterDomain (int .root.Values.ports.remoting) -}}
{{- end -}}

{{/* A coordinator pod: what all nodes join through. */}}
{{- define "toolzero.seed" -}}
{{- include "toolzero.peer" (dict "root" .root "role" "coordinator" "index" .index) -}}
{{- end -}}

{{/* Folder of the model as the pods see it. */}}
{{- define "toolzero.modelPath" -}}
{{- if eq .Values.model.source "image" -}}
{{- .Values.model.path -}}
{{- else if eq .Values.model.path "." -}}
/models
{{- else -}}
/models/{{ .Values.model.path }}
{{- end -}}
{{- end -}}

{{/* A container that may do nothing beyond its own process. */}}
{{- define "toolzero.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "toolzero.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "toolzero.priorityClass" -}}
{{- $own := (index .root.Values .role).priorityClassName -}}
{{- if $own -}}
{{- $own -}}
{{- else if .root.Values.priorityClasses.create -}}
{{- include "toolzero.fullname" .root }}-{{ if eq .role "rollout" }}rollout{{ else }}core{{ end -}}
{{- end -}}
{{- end -}}
