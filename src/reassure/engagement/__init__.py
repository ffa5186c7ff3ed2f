"""The steps of an answer: flights, launch times, the ideal interceptor, flyouts, places."""
