{{/* The file that a node of a role is started with. JSON values are HOCON values. */}}
{{- define "toolzero.config" -}}
{{- $values := .root.Values -}}
{{- $role := index $values .role -}}
toolzero {
{{- if has .role (list "coordinator" "learner") }}
  run.folder = /var/lib/toolzero/runs
{{- end }}
{{- if ne .role "reward" }}
  model.path = {{ include "toolzero.modelPath" .root | toJson }}
  model.device = {{ default "cpu" $role.device }}
{{- end }}
  telemetry.otlp-endpoint = {{ $values.telemetry.otlpEndpoint | toJson }}
  telemetry.otlp-protocol = {{ $values.telemetry.otlpProtocol | toJson }}
  telemetry.log-format = {{ $values.telemetry.logFormat }}
{{- if eq .role "learner" }}
  learner.threads = {{ int $role.threads }}
{{- end }}
{{- if has .role (list "rollout" "reward") }}
  {{ .role }}.workers = {{ int $role.workers }}
{{- end }}
{{- if eq .role "coordinator" }}
  run.name = {{ $values.run.name | toJson }}
  weights.port = {{ int $values.ports.weights }}
{{- range $key, $value := $values.run.settings }}
  {{ $key }} = {{ toJson $value }}
{{- end }}
{{- end }}
}
{{- range $key, $value := $values.akka }}
{{ $key }} = {{ toJson $value }}
{{- end }}
{{- end -}}
