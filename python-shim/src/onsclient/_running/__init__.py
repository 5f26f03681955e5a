"""What runs behind the clients: their life, threads, polling and waiting."""
