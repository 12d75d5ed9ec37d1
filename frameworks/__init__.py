"""What is asked and what the answers mean: framework files, routes, scoring, summaries. Pure."""
