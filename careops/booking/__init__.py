"""What is sold, who does it and when: services, providers, their hours, free times, and bookings that never overlap."""
