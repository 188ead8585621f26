"""What happens by itself: built-in rules react to facts, runs say what came of it, alerts say what needs a person."""
