"""Summary → something to look at: tables, diagrams, plain text. Nothing is counted here, and no build is known."""
