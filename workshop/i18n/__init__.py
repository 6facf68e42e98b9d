"""Which language speaks to whom, and how Finland writes its dates and numbers."""
