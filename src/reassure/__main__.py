"""`python -m reassure`."""

from reassure.cli import main

if __name__ == "__main__":
    main()
