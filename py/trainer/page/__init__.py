"""What the page talks to: messages, edited code, and their limits."""
