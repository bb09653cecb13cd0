"""Every write of donors, papers, consents, deferrals, requests and merges."""
