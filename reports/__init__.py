"""Dashboard, period reports, charts; reads facts, never writes them."""
