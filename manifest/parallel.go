package manifest

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// serial is how many documents are not worth another goroutine: starting threads
// for the small renders that Helm sends costs more than it saves.
const serial = 256

// parallel calls f for 0..n-1 on all processors and returns the error of the
// lowest number, so that a run says the same thing each time.
func parallel(n int, f func(i int) error) error {
	workers := min(runtime.GOMAXPROCS(0), n/serial+1)
	var (
		next   atomic.Int64
		mu     sync.Mutex
		wg     sync.WaitGroup
		failed = n
		first  error
	)
	for range workers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := f(i); err != nil {
					mu.Lock()
					if i < failed {
						failed, first = i, err
					}
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return first
}
