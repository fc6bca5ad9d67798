"""What notify does: each function one use case, in the transaction of the work it is given."""
