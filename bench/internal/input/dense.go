package input

import (
	"bytes"
	"fmt"

	"github.com/wi-postrender/postrender/bench/internal/subject"
)

// dense makes a stream in which every document is to change: the seven accounts
// and a workload of each, in one namespace after the other.
func dense(seed uint64, documents int) []byte {
	r := newRand(seed)
	var b bytes.Buffer
	for i := range documents {
		namespace := fmt.Sprintf("team-%05d", i/2/len(subject.Accounts))
		account := subject.Accounts[i/2%len(subject.Accounts)]
		fmt.Fprintf(&b, "---\n# Source: fleet/templates/%s-%d.yaml\n", account, i%2)
		if i%2 == 0 {
			accountIn(&b, r, account, namespace)
		} else {
			workload(&b, r, "run-"+account, namespace, account)
		}
	}
	return b.Bytes()
}
