package task

// pageSize is about how many bytes of tasks a page has at most, so that an answer's memory is bounded.
const pageSize = 1 << 20

// PageFull returns the Full of a database.Rows that ends a page at limit rows, or at about a megabyte; size returns the
// bytes of a row.
func PageFull[T any](limit int, size func(row *T) int) func(read []T) bool {
	total := 0
	return func(read []T) bool {
		if len(read) == 0 { // of a statement that is sent again, too
			total = 0
			return false
		}
		total += size(&read[len(read)-1])
		return len(read) == limit || total >= pageSize
	}
}
