package values

import (
	"slices"
	"sync"
	"testing"
)

func TestProfiles(t *testing.T) {
	if got := ProfileNames(); !slices.Equal(got, []string{"generic", "vvp3"}) {
		t.Errorf("names: %v", got)
	}
	for _, name := range ProfileNames() {
		p, ok := Profile(name)
		if !ok || p.Name != name || p.Title == "" || p.Description == "" {
			t.Errorf("%s: %+v", name, p)
		}
		for _, a := range p.Accounts {
			if f := checkAccount(a.Name); f != nil {
				t.Errorf("%s: account %s %s", name, a.Name, f.what)
			}
			if a.Role != RolePlatform && a.Role != RoleJobs {
				t.Errorf("%s: account %s has the role %q", name, a.Name, a.Role)
			}
		}
	}
}

func TestVVP3(t *testing.T) {
	p, _ := Profile("vvp3")
	var platform, jobs []string
	for _, a := range p.Accounts {
		if a.Role == RoleJobs {
			jobs = append(jobs, a.Name)
		} else {
			platform = append(platform, a.Name)
		}
	}
	if want := []string{"vvp-appmanager", "vvp-gateway", "flink-vvp-sa-vvc", "flink-vvp-sql-jar-nginx-sa-vvc", "vvp-autopilot"}; !slices.Equal(platform, want) {
		t.Errorf("platform: %v", platform)
	}
	if want := []string{"flink-job-sa-vvc", "vvr-task-manager-vvc"}; !slices.Equal(jobs, want) {
		t.Errorf("jobs: %v", jobs)
	}
	if !p.VVPResources || p.Annotated {
		t.Errorf("%+v", p)
	}
}

func TestGeneric(t *testing.T) {
	if p, _ := Profile("generic"); !p.Annotated || p.VVPResources || len(p.Accounts) != 0 {
		t.Errorf("%+v", p)
	}
}

func TestNoSuchProfile(t *testing.T) {
	for _, name := range []string{"", "vvp", "VVP3", "../profile.go", "vvp3.yaml", "profiles/vvp3"} {
		if p, ok := Profile(name); ok {
			t.Errorf("%q: %+v", name, p)
		}
	}
}

func TestProfileFromManyGoroutines(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if p, ok := Profile("vvp3"); !ok || len(p.Accounts) != 7 {
				t.Errorf("%+v", p)
			}
		})
	}
	wg.Wait()
}
