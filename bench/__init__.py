"""What Koonti costs and what it survives, measured: `bench.live` and `bench.faults`. No part of the app."""
