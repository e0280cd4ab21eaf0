module github.com/wi-postrender/postrender/e2e/kubectl

go 1.26.0

replace github.com/wi-postrender/postrender => ../..

require (
	github.com/wi-postrender/postrender v0.0.0-00010101000000-000000000000
	k8s.io/apimachinery v0.37.2
)

require (
	github.com/aymanbagabas/go-udiff v0.4.1 // indirect
	github.com/pkg/errors v0.9.1 // indirect
	github.com/spf13/pflag v1.0.10 // indirect
	go.yaml.in/yaml/v2 v2.4.4 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	helm.sh/helm/v3 v3.22.0 // indirect
	sigs.k8s.io/json v0.0.0-20250730193827-2d320260d730 // indirect
	sigs.k8s.io/yaml v1.6.0 // indirect
)
