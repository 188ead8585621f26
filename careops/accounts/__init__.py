"""Who may come in: people, the workspaces they belong to, how they sign in, and what each of them may do."""
