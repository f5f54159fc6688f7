"""What the documents say: loaders, cleaning, clause parser, catalogue, the starter documents."""
