"""What every page is built of. Nothing here knows a kind of record.

look: tokens (colours), style (theme, fonts, sizes: `style.look`), icons (`icons.put(button, "plus")`)
lists: record_model, state_delegate, record_table, record_page (the base of a list page), views, chips, empty, panel
pages: page (the base of every page, and Frame: what a page may ask of the window), cards, chart, history
forms: record_form, fields, day_field, search_field (with found_delegate), lines_field
frame: navigation, topbar, receipt (strip under the top bar), status, keys (F1)
waiting and paper: progress, preview
"""
