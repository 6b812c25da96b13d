"""Plans and their measures: what was adopted, how it goes, the pyramids and the reports."""
