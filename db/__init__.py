"""The register: its records, rules and file. Knows nothing of windows, workbooks or paper."""
