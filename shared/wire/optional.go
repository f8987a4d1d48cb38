package wire

import "encoding/json"

// Optional is a field of a request body that distinguishes absent, null and a value (RFC 7396).
type Optional[T any] struct {
	Set   bool // the field is present
	Null  bool // and it is null
	Value T
}

// Given reports whether o has a value that is not null.
func (o Optional[T]) Given() bool { return o.Set && !o.Null }

// Ptr returns the value, or nil where it is null or absent.
func (o Optional[T]) Ptr() *T {
	if !o.Given() {
		return nil
	}
	return &o.Value
}

// UnmarshalJSON notes that the field is present.
func (o *Optional[T]) UnmarshalJSON(b []byte) error {
	o.Set, o.Null = true, string(b) == "null"
	if o.Null {
		return nil
	}
	return json.Unmarshal(b, &o.Value)
}
