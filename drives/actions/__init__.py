"""Every write of drives, results, campaigns, period totals and awards."""
