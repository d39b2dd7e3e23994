"""Parts of the crash soak."""
