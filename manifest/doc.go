// Package manifest is the engine under postrender: it reads a stream of
// Kubernetes manifests, lets others edit what they know, and writes the stream
// back with every byte unchanged that is not part of an edit.
//
// # Why not decode and encode
//
// Every YAML library re-formats what it writes, and some change values: block
// scalars with trailing spaces, emoji, the last newline of a file. So nothing is
// ever re-encoded here. The stream is cut at its separators ([Split]), the few
// documents that matter are parsed to find places ([Parse]), and an edit becomes
// a splice: a few bytes at a place in the original text.
//
// # How an edit is proved
//
// An edit is first made in the parsed tree, which then says what is intended,
// and next in the bytes. The new bytes are parsed again and compared with the
// intended tree ([Text.Bytes]). A difference is an error, never an output.
//
// # Aliases
//
// Aliases and merge keys are followed when reading and never expanded, so a
// "billion laughs" costs what its bytes cost. Editing through an alias writes a
// merge key beside it; editing what an alias elsewhere shares is refused.
package manifest
