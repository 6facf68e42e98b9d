"""What Koonti survives: killed processes, a broker that is away, fifty hands at once; and what is lost by it."""
