package main

const longHelp = `Postrender reads rendered Kubernetes manifests on standard input, sets up Azure
Workload Identity in them, and writes them to standard output. Every byte that is
not one of its edits comes out as it went in.

For Ververica Platform 3 it annotates the service accounts of the platform and of
its Flink jobs with the client id, labels the pods that run as them, and puts the
label into every flinkConfiguration, the platform's defaults included.

Without a client id it takes the one that the chart put on its own accounts.

Exit codes: 0 done; 1 error, nothing was written; 2 refused by a rule or by
--strict, or (diff) something would change.`

const examples = `  helm upgrade vvp ./chart --post-renderer postrender \
    --post-renderer-args --client-id=$CLIENT_ID
  helm template vvp ./chart | postrender --config vvp.yaml > out.yaml
  helm template vvp ./chart | postrender diff
  postrender --in-place rendered/*.yaml`
