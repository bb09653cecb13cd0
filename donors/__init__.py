"""People who give: papers, consent, deferrals, eligibility limits."""
