"""What Lull promises, as sentences about people: the folders mirror the slices of diary/."""
