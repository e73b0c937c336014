"""Figures as files: tables, workbooks, official reports, open data."""
