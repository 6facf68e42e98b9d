"""What a meeting is made of before it begins: templates from the field, and copies of earlier meetings."""
