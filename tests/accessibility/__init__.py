"""Whoever comes can use every page: WCAG 2.2 AA by axe-core, and by measures of our own."""
