"""Sold, to be collected: what is paid and still stands here, until it is fetched or delivered."""
