"""Layout arithmetic for pages: fragments, fitting, height estimates and tables; pure."""
