"""What people see and press in Discord: cards, forms, buttons, and their limits."""
