"""Spreadsheets out by columns, and in as people keep them: read, recognise, repair, plan, apply. No Qt."""
