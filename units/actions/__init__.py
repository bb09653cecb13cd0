"""Every write of the drive day: desks, bags, handovers, balances, paper lists."""
