"""The live stream under load, against a reference server in Node."""
