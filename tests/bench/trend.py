"""How long a provider waits for the trend of ten years."""
