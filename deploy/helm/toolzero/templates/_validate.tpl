{{/* What a schema cannot say: values that contradict each other. Every message names the value and the remedy; all of them come at once. */}}
{{- define "toolzero.validate" -}}
{{- $wrong := list -}}
{{- $v := .Values -}}
{{- if not $v.operator.existingSecret -}}
{{- $wrong = append $wrong "operator.existingSecret is empty: make a secret with  kubectl create secret generic toolzero-operator --from-literal=secret=\"$(head -c 32 /dev/urandom | base64)\"  and name it" -}}
{{- end -}}
{{- if and $v.tls.existingSecret $v.tls.certManager.enabled -}}
{{- $wrong = append $wrong "tls.existingSecret and tls.certManager.enabled exclude each other: give one of them" -}}
{{- end -}}
{{- if not (or $v.tls.existingSecret $v.tls.certManager.enabled) -}}
{{- $wrong = append $wrong "tls.existingSecret is empty and tls.certManager.enabled is false: nodes beyond one machine speak TLS only; give one of them" -}}
{{- end -}}
{{- if and $v.tls.certManager.enabled (not $v.tls.certManager.issuer.name) -}}
{{- $wrong = append $wrong "tls.certManager.issuer.name is empty: name the issuer of the cluster's certificates" -}}
{{- end -}}
{{- if and $v.tls.certManager.enabled (not $v.tls.passwordSecret) -}}
{{- $wrong = append $wrong "tls.passwordSecret is empty: cert-manager makes a PKCS#12 file only with a password; name a secret that holds one" -}}
{{- end -}}
{{- if and (gt (int $v.coordinator.replicas) 1) (eq $v.storage.runs.accessMode "ReadWriteOnce") -}}
{{- $wrong = append $wrong (printf "coordinator.replicas is %d and storage.runs.accessMode is ReadWriteOnce: coordinators on several nodes need ReadWriteMany" (int $v.coordinator.replicas)) -}}
{{- end -}}
{{- if eq (int $v.ports.remoting) (int $v.ports.weights) -}}
{{- $wrong = append $wrong (printf "ports.weights is %d like ports.remoting: choose another port" (int $v.ports.weights)) -}}
{{- end -}}
{{- if has (int $v.ports.http) (list (int $v.ports.remoting) (int $v.ports.weights)) -}}
{{- $wrong = append $wrong (printf "ports.http is %d like another of the ports: choose another port" (int $v.ports.http)) -}}
{{- end -}}
{{- range $role := list "learner" "rollout" -}}
{{- $r := index $v $role -}}
{{- if and (eq $r.device "cuda") (lt (int $r.gpus) 1) -}}
{{- $wrong = append $wrong (printf "%s.gpus is 0 and %s.device is cuda: give it GPUs, or device: cpu" $role $role) -}}
{{- end -}}
{{- if and (eq $r.device "cpu") (gt (int $r.gpus) 0) -}}
{{- $wrong = append $wrong (printf "%s.gpus is %d and %s.device is cpu: nothing would use them; set device: cuda" $role (int $r.gpus) $role) -}}
{{- end -}}
{{- if and (eq $r.device "cuda") (not $v.image.cudaTag) -}}
{{- $wrong = append $wrong (printf "image.cudaTag is empty and %s.device is cuda: name the tag of an image with CUDA" $role) -}}
{{- end -}}
{{- end -}}
{{- if gt (int $v.learner.gpus) 1 -}}
{{- $wrong = append $wrong (printf "learner.gpus is %d: the learner uses one GPU" (int $v.learner.gpus)) -}}
{{- end -}}
{{- if gt (int $v.rollout.gpus) 1 -}}
{{- $wrong = append $wrong (printf "rollout.gpus is %d: the workers of a pod share one GPU; give it one, and raise rollout.replicas" (int $v.rollout.gpus)) -}}
{{- end -}}
{{- if and (eq $v.model.source "volume") (not $v.model.volume.existingClaim) -}}
{{- $wrong = append $wrong "model.volume.existingClaim is empty and model.source is volume: name the claim that holds the model" -}}
{{- end -}}
{{- if and (eq $v.model.source "objectStore") (not $v.model.objectStore.uri) -}}
{{- $wrong = append $wrong "model.objectStore.uri is empty and model.source is objectStore: name the folder, s3://bucket/prefix" -}}
{{- end -}}
{{- if and (ne $v.model.source "volume") $v.model.volume.existingClaim -}}
{{- $wrong = append $wrong (printf "model.volume.existingClaim is given and model.source is %s: set source: volume" $v.model.source) -}}
{{- end -}}
{{- if and (ne $v.model.source "objectStore") $v.model.objectStore.uri -}}
{{- $wrong = append $wrong (printf "model.objectStore.uri is given and model.source is %s: set source: objectStore" $v.model.source) -}}
{{- end -}}
{{- if and (ne $v.model.source "image") (hasPrefix "/" $v.model.path) -}}
{{- $wrong = append $wrong (printf "model.path %s is absolute and model.source is %s: give it relative to that, or \".\"" $v.model.path $v.model.source) -}}
{{- end -}}
{{- range $key := list "data.train" "data.evaluation" -}}
{{- $path := toString (default "toolworld" (index $v.run.settings $key)) -}}
{{- if and (ne $path "toolworld") (not (hasPrefix "/data/" $path)) -}}
{{- $wrong = append $wrong (printf "run.settings %s is %s: files are mounted below /data; expected toolworld or /data/…" $key $path) -}}
{{- else if and (ne $path "toolworld") (not $v.data.existingClaim) -}}
{{- $wrong = append $wrong (printf "data.existingClaim is empty and run.settings %s is %s: name the claim that holds the data" $key $path) -}}
{{- end -}}
{{- end -}}
{{- if lt (int (default 96 (index $v.run.settings "rollout.max-rows"))) (int (default 8 (index $v.run.settings "rollout.group-size"))) -}}
{{- $wrong = append $wrong "run.settings rollout.max-rows is below rollout.group-size: a group is decoded side by side" -}}
{{- end -}}
{{- if and $v.priorityClasses.create (le (int $v.priorityClasses.core) (int $v.priorityClasses.rollout)) -}}
{{- $wrong = append $wrong "priorityClasses.core is not above priorityClasses.rollout: rollouts would drive out the learner" -}}
{{- end -}}
{{- if and (not $v.serviceAccount.create) (not $v.serviceAccount.name) -}}
{{- $wrong = append $wrong "serviceAccount.name is empty and serviceAccount.create is false: name the account of the pods" -}}
{{- end -}}
{{- if and $v.rollout.autoscaling.enabled $v.serviceAccount.scalesRollouts -}}
{{- $wrong = append $wrong "rollout.autoscaling.enabled and serviceAccount.scalesRollouts are both true: the autoscaler would undo what operators order; set one of them to false" -}}
{{- end -}}
{{- if gt (int $v.rollout.autoscaling.minReplicas) (int $v.rollout.autoscaling.maxReplicas) -}}
{{- $wrong = append $wrong (printf "rollout.autoscaling.minReplicas is %d and maxReplicas is %d: the least is above the most" (int $v.rollout.autoscaling.minReplicas) (int $v.rollout.autoscaling.maxReplicas)) -}}
{{- end -}}
{{- if and $v.networkPolicy.monitoring (not $v.networkPolicy.enabled) -}}
{{- $wrong = append $wrong "networkPolicy.monitoring is given and networkPolicy.enabled is false: nobody is kept out; turn it on" -}}
{{- end -}}
{{- if and $v.networkPolicy.operators (not $v.networkPolicy.enabled) -}}
{{- $wrong = append $wrong "networkPolicy.operators is given and networkPolicy.enabled is false: nobody is kept out; turn it on" -}}
{{- end -}}
{{- if $wrong -}}
{{- fail (printf "\n  %s\n" (join "\n  " $wrong)) -}}
{{- end -}}
{{- end -}}
