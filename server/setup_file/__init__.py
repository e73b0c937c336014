"""The set-up file of an office: read with exact errors, checked, compared, and written."""
