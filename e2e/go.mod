// The real hosts, run with the real binary. A module of its own, so that
// nothing of it reaches the tool; the hosts themselves are in modules below.
module github.com/wi-postrender/postrender/e2e

go 1.26.0

require (
	github.com/google/go-cmp v0.7.0
	gopkg.in/yaml.v3 v3.0.1
)
