"""Behind the clients: their life, threads, polling and waiting."""
