"""What is decided about accounts: who may grant what, which passwords do, how long things last."""
