"""Everything printed: forms, letters, lists, labels. Plain mappings in, PDF out, page count back; no Qt."""
