"""The staff console: who may do what, the queue, a case, reports."""
