"""What strangers hand in, made up by machines: properties that hold whatever the bytes are."""
