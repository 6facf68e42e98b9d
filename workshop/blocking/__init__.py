"""Those who lead keep a device from writing in their meeting, and hide what it wrote."""
