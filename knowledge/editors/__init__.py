"""What helps people who write content: a form to fill, completion, a look at the result."""
