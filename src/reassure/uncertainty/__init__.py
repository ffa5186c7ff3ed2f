"""What an answer is worth while its figures are uncertain."""
