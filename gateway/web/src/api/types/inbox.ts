// Tasks and notices, as notify shows them.

export interface InboxSummary {
  tasks: number
  overdue: number
  unread: number
}
