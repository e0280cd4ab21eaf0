// Kio makes postrender's two basic edits as a program over kyaml does it: read
// everything, edit, write everything. It leaves out the annotations that the
// reader would make, because this edit needs none, and resolves aliases, because
// kyaml cannot edit through them.
package main

import (
	"bufio"
	"log"
	"os"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/wi-postrender/postrender/bench/internal/subject"
)

func main() {
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	err := kio.Pipeline{
		Inputs:  []kio.Reader{&kio.ByteReader{Reader: os.Stdin, OmitReaderAnnotations: true, AnchorsAweigh: true}},
		Filters: []kio.Filter{kio.FilterFunc(edit)},
		Outputs: []kio.Writer{kio.ByteWriter{Writer: out}},
	}.Execute()
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		log.Fatal(err)
	}
}

func edit(nodes []*yaml.RNode) ([]*yaml.RNode, error) {
	for _, n := range nodes {
		if err := editOne(n); err != nil {
			return nil, err
		}
	}
	return nodes, nil
}

func editOne(n *yaml.RNode) error {
	kind := n.GetKind()
	if kind == "ServiceAccount" {
		if !slices.Contains(subject.Accounts, n.GetName()) {
			return nil
		}
		return n.PipeE(yaml.SetAnnotation(subject.ClientIDAnnotation, subject.ClientID))
	}
	path, ok := subject.Templates[kind]
	if !ok {
		return nil
	}
	account, err := n.Pipe(yaml.Lookup(append(slices.Clone(path), "spec", "serviceAccountName")...))
	if err != nil || account == nil || !slices.Contains(subject.Accounts, account.YNode().Value) {
		return err
	}
	use := yaml.NewStringRNode("true")
	use.YNode().Style = yaml.DoubleQuotedStyle
	return n.PipeE(
		yaml.LookupCreate(yaml.MappingNode, append(slices.Clone(path), "metadata", "labels")...),
		yaml.SetField(subject.UseLabel, use),
	)
}
