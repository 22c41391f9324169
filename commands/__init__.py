"""What people can do in Discord: one module per command group; `ui` holds cards, forms, buttons."""
