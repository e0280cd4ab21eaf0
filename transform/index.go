package transform

// index finds things by namespace and name where either side may not know its
// namespace: unknown matches any, two known ones must be equal. It keeps a
// stream with thousands of accounts of one name from being searched for each pod.
type index[T any] struct {
	exact  map[[2]string][]T
	byName map[string][]T
}

// add puts v under a namespace, "" for any, and a name.
func (x *index[T]) add(namespace, name string, v T) {
	if x.exact == nil {
		x.exact, x.byName = map[[2]string][]T{}, map[string][]T{}
	}
	key := [2]string{namespace, name}
	x.exact[key] = append(x.exact[key], v)
	x.byName[name] = append(x.byName[name], v)
}

// find returns what may be meant by a namespace, "" when it is unknown, and a
// name: what is in that namespace first.
func (x *index[T]) find(namespace, name string) []T {
	if namespace == "" {
		return x.byName[name]
	}
	same, any := x.exact[[2]string{namespace, name}], x.exact[[2]string{"", name}]
	if len(any) == 0 {
		return same
	}
	return append(same[:len(same):len(same)], any...)
}
