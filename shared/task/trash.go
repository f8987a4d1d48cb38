package task

// InTrash is the SQL condition that a task or a list is in the trash and can be restored. 30 days after its deletion it
// cannot, and later writes delete it for good.
const InTrash = `deleted_at > now() - interval '30 days'`
